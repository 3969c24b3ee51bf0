// The network's edge under a socket: stands in for the browser's WebSocket and lets a test speak for the server. Test ground only.

/** Every socket that was opened, in order; install with `vi.stubGlobal("WebSocket", LiveLine)`. */
export class LiveLine {
  static lines: LiveLine[] = [];

  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly said: unknown[] = [];
  isClosed = false;

  constructor(readonly url: string) {
    LiveLine.lines.push(this);
    queueMicrotask(() => this.onopen?.());
  }

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  /** The server says this. */
  hears(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    queueMicrotask(() => this.onclose?.());
  }
}
