import type { ProgressEvent } from './event';

/**
 * Why a transport ended: `lost` is worth another try, `unavailable` is not (the server does not offer it), `silent` is
 * a server that is there but has no live events to give (its Redis is away), `finished` means nothing more to come.
 */
export type End = 'lost' | 'unavailable' | 'silent' | 'finished';

export interface Sink {
  /** Something arrived, even if it was only a heartbeat. */
  alive(): void;
  event(event: ProgressEvent): void;
  /** Where in the log we are, when no event says so. */
  place(id: string): void;
  end(reason: End): void;
}

/** One way of hearing events. `open` returns what closes it; after closing the sink hears nothing more. */
export interface Transport {
  readonly name: 'sse' | 'websocket' | 'poll';
  open(lastEventId: string | undefined, sink: Sink): () => void;
}
