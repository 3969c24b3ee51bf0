// Test files share a process and its document (vitest.config.ts): none begins with what another left in the page.
if (typeof document !== "undefined") document.body.replaceChildren();
