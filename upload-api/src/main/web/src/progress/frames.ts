export interface Frame {
  event: string;
  /** Undefined for a frame that only says where in the log we are. */
  data: string | undefined;
  /** The last id seen, which stays until another comes. */
  id: string | undefined;
}

/**
 * Reads `text/event-stream` (WHATWG HTML, 9.2.6) from text that is cut anywhere. Unlike EventSource, and the parsers made
 * after it, it also reports frames without data: their id is where to go on from.
 */
export class FrameReader {
  #rest = '';
  #id: string | undefined;
  #event = '';
  #data: string[] = [];
  #sawId = false;

  constructor(private readonly onFrame: (frame: Frame) => void) {}

  read(text: string): void {
    this.#rest += text;
    // A carriage return at the very end may be the first half of a line break.
    const complete = /\r\n|\n|\r(?!$)/g;
    let from = 0;
    for (const { index, 0: lineBreak } of this.#rest.matchAll(complete)) {
      this.#line(this.#rest.slice(from, index));
      from = index + lineBreak.length;
    }
    this.#rest = this.#rest.slice(from);
  }

  #line(line: string): void {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
      this.#sawId = true;
    }
  }

  #dispatch(): void {
    if (this.#data.length > 0 || this.#sawId) {
      const data = this.#data.length > 0 ? this.#data.join('\n') : undefined;
      this.onFrame({ event: this.#event, data, id: this.#id });
    }
    this.#event = '';
    this.#data = [];
    this.#sawId = false;
  }
}
