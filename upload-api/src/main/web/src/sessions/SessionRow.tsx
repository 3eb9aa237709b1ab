import { clock, joined, when } from '../app/format';
import { follow } from '../app/router';
import type { LiveSession } from '../progress/advance';
import type { Sending } from '../upload/sending';
import { languageName } from '../upload/languages';
import { Bar } from './Bar';
import { stateLine } from './words';

/** One recording of the list: what it is, how it is doing, where it leads. */
export function SessionRow({ session, sending }: { session: LiveSession; sending: Sending | undefined }) {
  const facts = joined([
    session.durationSeconds ? clock(session.durationSeconds) : undefined,
    session.status === 'COMPLETED' && session.language ? languageName(session.language) : undefined,
    when(session.createdAt),
  ]);
  return (
    <li class="session-row" data-status={session.status} data-session={session.id}>
      <a href={`/sessions/${session.id}`} onClick={follow}>
        <span class="session-name">{session.filename}</span>
        <span class="session-facts">{facts}</span>
        <span class="session-state">{stateLine(session, sending)}</span>
        <Bar session={session} sending={sending} />
      </a>
    </li>
  );
}
