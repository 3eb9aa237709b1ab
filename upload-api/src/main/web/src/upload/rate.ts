const WINDOW_MS = 10_000;
/** Before this much has been watched any rate is a guess, and a guess is not shown. */
const SETTLE_MS = 2000;

/** How fast bytes go, over the last seconds: what was sent before a pause says nothing about now. */
export class Rate {
  readonly #samples: { at: number; bytes: number }[] = [];

  add(bytes: number, at = performance.now()): void {
    const last = this.#samples.at(-1);
    // Fewer bytes than before: parts are being sent again. A long silence: a pause.
    if (last && (bytes < last.bytes || at - last.at > WINDOW_MS)) this.#samples.length = 0;
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > WINDOW_MS) this.#samples.shift();
  }

  /** Seconds until `total` bytes are sent; undefined while that can't be known. */
  etaSeconds(total: number): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at - first.at < SETTLE_MS || last.bytes <= first.bytes) return undefined;
    return ((total - last.bytes) * (last.at - first.at)) / (last.bytes - first.bytes) / 1000;
  }
}
