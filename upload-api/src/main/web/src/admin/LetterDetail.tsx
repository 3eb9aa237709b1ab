import { when } from '../app/format';
import { follow } from '../app/router';
import { shortName, type DeadLetterDetail } from './deadLetters';
import type { Doing } from './Dialogs';
import type { ConsoleModel } from './model';

interface Props {
  model: ConsoleModel;
  detail: DeadLetterDetail;
  onDo: (doing: Doing) => void;
}

/** All that is known about one dead letter. */
export function LetterDetail({ model, detail, onDo }: Props) {
  const { letter, stack } = detail;
  const choice = { ids: [letter.id] };
  return (
    <article class="panel letter-detail" aria-labelledby="letter-title">
      <div class="letter-detail-head">
        <h2 id="letter-title">{shortName(letter.exceptionClass)}</h2>
        <button class="quiet" onClick={() => (model.shown.value = undefined)} aria-label="Close">
          ✕
        </button>
      </div>
      <p class="letter-message">{letter.exceptionMessage}</p>
      <dl>
        <Fact name="Class" value={letter.exceptionClass} />
        <Fact name="Queue" value={letter.queue} />
        <Fact name="Step" value={letter.step} />
        <Fact name="Attempts" value={String(letter.attempts)} />
        <Fact name="First failed" value={letter.firstFailedAt && when(letter.firstFailedAt)} />
        <Fact name="Last failed" value={letter.lastFailedAt && when(letter.lastFailedAt)} />
        <Fact name="Worker" value={[letter.workerId, letter.host].filter(Boolean).join(' on ')} />
        <Fact name="Message" value={detail.messageId} />
        {letter.sessionId && (
          <>
            <dt>Session</dt>
            <dd>
              <a href={`/sessions/${letter.sessionId}`} onClick={follow}>
                {letter.sessionId}
              </a>
            </dd>
          </>
        )}
      </dl>
      {letter.status === 'OPEN' && (
        <div class="buttons">
          <button class="primary" onClick={() => onDo({ what: 'replay', choice, count: 1 })}>
            Replay
          </button>
          <button onClick={() => onDo({ what: 'replay', choice, count: 1, edit: detail })}>
            Edit and replay
          </button>
          <button onClick={() => onDo({ what: 'discard', choice, count: 1 })}>Discard</button>
        </div>
      )}
      <Source title="Payload" text={pretty(detail.payload)} open />
      <Source title="Headers" text={JSON.stringify(detail.headers, null, 2)} />
      <Source title="x-death" text={JSON.stringify(detail.xDeath, null, 2)} />
      {stack && <Source title="Stack" text={stack} />}
      <h3>History</h3>
      {detail.audit.length === 0 && <p class="empty">Nobody has touched it.</p>}
      <ul class="history">
        {detail.audit.map((entry) => (
          <li key={entry.at}>
            {when(entry.at)}: {entry.action.toLowerCase()}, {entry.outcome.toLowerCase()}
            {entry.reason && ` (“${entry.reason}”)`}
          </li>
        ))}
      </ul>
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string | null | undefined }) {
  if (!value) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Source({ title, text, open = false }: { title: string; text: string; open?: boolean }) {
  return (
    <details open={open}>
      <summary>{title}</summary>
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}

/** JSON indented; what is not JSON as it is, for that may be why it failed. */
export function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
