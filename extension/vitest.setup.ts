// Test files share a process and its document (vitest.config.ts): none begins with what another left in the page.
if (typeof document !== "undefined") document.body.replaceChildren();

// what Chrome has since 140, and Node not yet
const ours: object = Uint8Array;
if (!("fromBase64" in ours)) {
  Object.assign(Uint8Array, { fromBase64: (text: string) => new Uint8Array(Buffer.from(text, "base64")) });
  Object.assign(Uint8Array.prototype, {
    toBase64(this: Uint8Array) {
      return Buffer.from(this).toString("base64");
    },
  });
}
