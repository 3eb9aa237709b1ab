import type { ProgressEvent } from './event';

/**
 * Why a transport ended: `lost` is worth another try, `unavailable` is not (the server does not offer it),
 * `finished` means that there is nothing more to come.
 */
export type End = 'lost' | 'unavailable' | 'finished';

export interface Sink {
  /** Something arrived, even if it was only a heartbeat. */
  alive(): void;
  event(event: ProgressEvent): void;
  end(reason: End): void;
}

/** One way of hearing events. `open` returns what closes it; after closing the sink hears nothing more. */
export interface Transport {
  readonly name: 'sse' | 'websocket' | 'poll';
  open(lastEventId: string | undefined, sink: Sink): () => void;
}
