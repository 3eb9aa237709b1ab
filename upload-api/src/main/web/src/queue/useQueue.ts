import { useEffect, useState } from 'preact/hooks';
import { get } from '../api/http';

export interface Queue {
  depth: number;
  position?: number | null;
  etaSeconds?: number | null;
}

const INTERVAL_MS = 10_000;

/** The queue as the server sees it, asked for only while something of the user's is in it. */
export function useQueue(interested: boolean): Queue | undefined {
  const [queue, setQueue] = useState<Queue>();
  useEffect(() => {
    if (!interested) {
      setQueue(undefined);
      return;
    }
    let open = true;
    const ask = () =>
      get<Queue>('/api/queue').then(
        (answer) => open && setQueue(answer),
        // Each row says its own position: this line may simply be missing.
        () => open && setQueue(undefined),
      );
    void ask();
    const timer = setInterval(() => void ask(), INTERVAL_MS);
    return () => {
      open = false;
      clearInterval(timer);
    };
  }, [interested]);
  return queue;
}
