import { running } from '../sessions/store';
import { useQueue } from './useQueue';
import { eta, joined } from '../app/format';

/**
 * What is ahead of everybody, said only when something is. It stands beside the list's title, where coming and going it
 * moves nothing: a list that moves between a person's press and release of the button turns the click into none.
 */
export function QueueLine() {
  const queue = useQueue(running.value.length > 0);
  if (!queue || queue.depth === 0) return null;
  const line = joined([
    `${queue.depth} in the queue`,
    queue.position ? `yours is number ${queue.position}` : undefined,
    queue.etaSeconds ? eta(queue.etaSeconds) : undefined,
  ]);
  return (
    <p class="queue-line" title={line}>
      {line}
    </p>
  );
}
