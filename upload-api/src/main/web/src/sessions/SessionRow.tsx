import { clock, when } from '../app/format';
import { follow } from '../app/router';
import type { LiveSession } from '../progress/advance';
import { languageName } from '../upload/languages';
import { Bar } from './Bar';
import { stateLine } from './words';

/** One recording of the list: what it is, how it is doing, where it leads. */
export function SessionRow({ session, sent }: { session: LiveSession; sent: number | undefined }) {
  const facts = [
    session.durationSeconds ? clock(session.durationSeconds) : undefined,
    session.status === 'COMPLETED' && session.language ? languageName(session.language) : undefined,
    when(session.createdAt),
  ].filter((fact) => fact !== undefined);
  return (
    <li class="session-row" data-status={session.status} data-session={session.id}>
      <a href={`/sessions/${session.id}`} onClick={follow}>
        <span class="session-name">{session.filename}</span>
        <span class="session-facts">{facts.join(' · ')}</span>
        <span class="session-state">{stateLine(session, sent)}</span>
        <Bar session={session} sent={sent} />
      </a>
    </li>
  );
}
