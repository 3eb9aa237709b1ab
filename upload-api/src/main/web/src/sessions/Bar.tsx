import type { LiveSession } from '../progress/advance';
import type { Sending } from '../upload/sending';

/** How far a session is; nothing once it is over. */
export function Bar({ session, sending }: { session: LiveSession; sending?: Sending | undefined }) {
  const { status } = session;
  if (status !== 'UPLOADING' && status !== 'QUEUED' && status !== 'PROCESSING') return null;
  const value = status === 'UPLOADING' ? (sending?.percent ?? 0) : session.percent;
  return (
    <progress class="bar" data-status={status} max={100} value={value}>
      {Math.floor(value)} %
    </progress>
  );
}
