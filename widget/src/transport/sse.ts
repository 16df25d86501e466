export interface Frame {
  id: string | null;
  data: string;
}

/** Cuts a text/event-stream into frames; comments and unknown fields are left out. */
export class SseParser {
  private rest = "";

  push(chunk: string): Frame[] {
    // A line end may be cut in two: a lone \r at the end waits for what follows.
    const text = this.rest + chunk;
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    const blocks = whole.replace(/\r\n?/g, "\n").split("\n\n");
    this.rest = (blocks.pop() ?? "") + text.slice(whole.length);
    return blocks.map(frameOf).filter((frame): frame is Frame => frame !== null);
  }
}

function frameOf(block: string): Frame | null {
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === "id") id = value ?? "";
    else if (field === "data") data.push(value ?? "");
  }
  return data.length ? { id, data: data.join("\n") } : null;
}
