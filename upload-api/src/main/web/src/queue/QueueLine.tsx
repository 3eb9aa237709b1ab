import { running } from '../sessions/store';
import { useQueue } from './useQueue';
import { eta } from '../app/format';

/** What is ahead of everybody, said only when something is. */
export function QueueLine() {
  const queue = useQueue(running.value.length > 0);
  if (!queue || queue.depth === 0) return null;
  const parts = [
    `${queue.depth} ${queue.depth === 1 ? 'recording' : 'recordings'} in the queue`,
    queue.position ? `yours is number ${queue.position}` : undefined,
    queue.etaSeconds ? eta(queue.etaSeconds) : undefined,
  ];
  return <p class="queue-line">{parts.filter((part) => part !== undefined).join(' · ')}</p>;
}
