import type { SessionStatus } from '../api/types';
import { QueueLine } from '../queue/QueueLine';
import { sending } from '../upload/sending';
import { SessionRow } from './SessionRow';
import { loaded, loadError, loadMore, nextCursor, query, refresh, sessions, status } from './store';

const FILTERS: readonly (readonly [SessionStatus | '', string])[] = [
  ['', 'All'],
  ['PROCESSING', 'In progress'],
  ['QUEUED', 'Waiting'],
  ['COMPLETED', 'Ready'],
  ['FAILED', 'Failed'],
  ['CANCELLED', 'Cancelled'],
];

let typing: ReturnType<typeof setTimeout> | undefined;
function search(text: string): void {
  clearTimeout(typing);
  typing = setTimeout(() => (query.value = text.trim()), 250);
}

export function SessionList() {
  return (
    <section class="sessions" aria-labelledby="sessions-title">
      <div class="sessions-head">
        <div class="sessions-title">
          <h2 id="sessions-title">Recordings</h2>
          <QueueLine />
        </div>
        <input
          type="search"
          placeholder="Search"
          aria-label="Search recordings"
          onInput={(e) => search(e.currentTarget.value)}
        />
        <select
          aria-label="Show"
          value={status.value}
          onChange={(e) => (status.value = e.currentTarget.value as SessionStatus | '')}
        >
          {FILTERS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {loadError.value && (
        <p class="notice notice-error" role="alert">
          {loadError.value} <button onClick={() => void refresh()}>Try again</button>
        </p>
      )}
      {sessions.value.length === 0 && <Empty />}
      <ul class="session-rows">
        {sessions.value.map((session) => (
          <SessionRow key={session.id} session={session} sending={sending.value.get(session.id)} />
        ))}
      </ul>
      {nextCursor.value && (
        <button class="more" onClick={() => void loadMore()}>
          Show older recordings
        </button>
      )}
    </section>
  );
}

function Empty() {
  if (!loaded.value) return <p class="empty">Loading…</p>;
  if (loadError.value) return null;
  if (query.value || status.value) return <p class="empty">No recording matches.</p>;
  return (
    <p class="empty">
      Nothing here yet. Drop a recording above: its transcript, todos and summary will appear in this list.
    </p>
  );
}
