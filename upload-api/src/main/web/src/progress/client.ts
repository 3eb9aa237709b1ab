import { isTerminal, type ProgressEvent } from './event';
import type { End, Transport } from './transport';

export type Connection = 'connecting' | 'live' | 'polling' | 'waiting' | 'ended';

export interface Listener {
  event(event: ProgressEvent): void;
  connection?(state: Connection): void;
}

/** Waits between tries of one transport; after the last the next transport has its turn. */
export const RETRY_DELAYS_MS = [1000, 2000, 4000, 8000, 16000];
/** The server pings every 15 s: after this long without a word the connection is dead, whatever the socket says. */
export const SILENCE_MS = 40_000;
/** While polling, how often the better transports are tried again. */
export const UPGRADE_MS = 60_000;

/**
 * Follows progress over the first transport that works, in the order given, and never gives up on the last one.
 * Continues after the last event seen, so a broken connection loses nothing that the server can still replay.
 */
export class ProgressClient {
  #index = 0;
  #attempt = 0;
  #lastEventId: string | undefined;
  #close: (() => void) | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #upgrade: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #state: Connection = 'connecting';
  #running = false;

  constructor(
    private readonly transports: readonly Transport[],
    private readonly listener: Listener,
    /** A stream of one session ends with its terminal event; that of all sessions never does. */
    private readonly endsWithTerminal = true,
  ) {}

  start(): void {
    if (this.#running) return;
    this.#running = true;
    document.addEventListener('visibilitychange', this.#wake);
    window.addEventListener('online', this.#wake);
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    document.removeEventListener('visibilitychange', this.#wake);
    window.removeEventListener('online', this.#wake);
    this.#disconnect();
    clearTimeout(this.#upgrade);
    this.#upgrade = undefined;
  }

  /** A laptop that slept has a socket that looks open and is not: on waking up, doubt it. */
  readonly #wake = (): void => {
    if (document.visibilityState === 'hidden' || !this.#running) return;
    const stale = Date.now() - this.#heardAt > SILENCE_MS / 2;
    if (this.#state === 'waiting' || stale) {
      this.#attempt = 0;
      this.#connect();
    }
  };

  #connect(): void {
    this.#disconnect();
    const transport = this.transports[this.#index];
    if (!transport) return;
    this.#report('connecting');
    this.#listen();
    let open = true;
    const close = transport.open(this.#lastEventId, {
      alive: () => {
        if (open) this.#alive(transport);
      },
      event: (event) => {
        if (!open) return;
        this.#alive(transport);
        this.#receive(event);
      },
      place: (id) => {
        if (open) this.#lastEventId = id;
      },
      end: (reason) => {
        if (!open) return;
        open = false;
        this.#ended(reason);
      },
    });
    this.#close = () => {
      open = false;
      close();
    };
  }

  #alive(transport: Transport): void {
    this.#attempt = 0;
    this.#listen();
    this.#report(transport.name === 'poll' ? 'polling' : 'live');
    if (transport.name === 'poll' && this.#index > 0) this.#planUpgrade();
  }

  #receive(event: ProgressEvent): void {
    if (event.id) this.#lastEventId = event.id;
    this.listener.event(event);
    if (this.endsWithTerminal && isTerminal(event)) this.#finish();
  }

  #ended(reason: End): void {
    if (reason === 'finished') {
      this.#finish();
      return;
    }
    this.#disconnect();
    if (reason === 'silent' && !this.#isLast) {
      this.#turnTo(this.transports.length - 1);
      return;
    }
    const delay = RETRY_DELAYS_MS[this.#attempt];
    if ((reason === 'unavailable' || delay === undefined) && !this.#isLast) {
      this.#turnTo(this.#index + 1);
      return;
    }
    this.#attempt++;
    this.#report('waiting');
    this.#retry = setTimeout(() => this.#connect(), delay ?? RETRY_DELAYS_MS.at(-1));
  }

  get #isLast(): boolean {
    return this.#index === this.transports.length - 1;
  }

  #turnTo(index: number): void {
    this.#index = index;
    this.#attempt = 0;
    this.#connect();
  }

  #finish(): void {
    this.stop();
    this.#report('ended');
  }

  #listen(): void {
    this.#heardAt = Date.now();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#ended('lost'), SILENCE_MS);
  }

  #planUpgrade(): void {
    this.#upgrade ??= setTimeout(() => {
      this.#upgrade = undefined;
      this.#turnTo(0);
    }, UPGRADE_MS);
  }

  #disconnect(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    const close = this.#close;
    this.#close = undefined;
    close?.();
  }

  #report(state: Connection): void {
    if (state === this.#state && state !== 'connecting') return;
    // Falling back and forth between tries is not news: the dot stays as it was until something works or fails.
    if (state === 'connecting' && this.#state !== 'connecting') return;
    this.#state = state;
    this.listener.connection?.(state);
  }
}
