import { signal } from '@preact/signals';

/** Where the player is, shared by everything that seeks and everything that follows. */
export class Playback {
  readonly time = signal(0);
  readonly playing = signal(false);
  #media: HTMLMediaElement | undefined;
  #frame = 0;

  attach(media: HTMLMediaElement | null): void {
    cancelAnimationFrame(this.#frame);
    this.#media = media ?? undefined;
    if (!media) return;
    const read = () => (this.time.value = media.currentTime);
    // timeupdate comes four times a second: too coarse for words, so frames are followed while playing.
    const tick = () => {
      read();
      this.#frame = requestAnimationFrame(tick);
    };
    media.onplay = () => {
      this.playing.value = true;
      cancelAnimationFrame(this.#frame);
      tick();
    };
    media.onpause = () => {
      this.playing.value = false;
      cancelAnimationFrame(this.#frame);
      read();
    };
    media.onseeked = read;
    media.ontimeupdate = read;
  }

  /** Seconds in the recording. */
  seek(to: number, play = true): void {
    if (!this.#media) return;
    this.#media.currentTime = to;
    this.time.value = to;
    if (play) {
      this.#media.play().catch((error: unknown) => console.warn('The browser did not start playing', error));
    }
  }

  toggle(): void {
    if (!this.#media) return;
    if (this.#media.paused) this.seek(this.#media.currentTime);
    else this.#media.pause();
  }
}
