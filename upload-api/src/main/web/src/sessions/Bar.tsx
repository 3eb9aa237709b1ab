import type { LiveSession } from '../progress/advance';

/** How far a session is; nothing once it is over. */
export function Bar({ session, sent }: { session: LiveSession; sent?: number | undefined }) {
  const { status } = session;
  if (status !== 'UPLOADING' && status !== 'QUEUED' && status !== 'PROCESSING') return null;
  const value = status === 'UPLOADING' ? (sent ?? 0) : session.percent;
  return (
    <progress class="bar" data-status={status} max={100} value={value}>
      {Math.floor(value)} %
    </progress>
  );
}
