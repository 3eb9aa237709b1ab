import { useEffect, useMemo, useState } from 'preact/hooks';
import type { StatusFilter } from './deadLetters';
import { DiscardDialog, ReplayDialog, type Doing } from './Dialogs';
import { GroupList } from './GroupList';
import { LetterDetail } from './LetterDetail';
import { LetterList } from './LetterList';
import { ConsoleModel } from './model';

const STATUSES: readonly (readonly [StatusFilter, string])[] = [
  ['OPEN', 'Open'],
  ['REPLAYED', 'Replayed'],
  ['DISCARDED', 'Discarded'],
  ['ALL', 'All'],
];

/** The dead-letter console: why messages failed, and what to do with them. */
export function AdminPage() {
  const model = useMemo(() => new ConsoleModel(), []);
  const [doing, setDoing] = useState<Doing>();
  useEffect(() => model.start(), [model]);
  const { status } = model.filter.value;
  return (
    <section class="admin">
      <header class="admin-head">
        <h1>Failed messages</h1>
        <p>
          Work that was given up after all its retries. The recordings are safe: replay the work, or discard
          it.
        </p>
      </header>
      <div class="admin-filter">
        <select
          aria-label="Status"
          value={status}
          onChange={(e) => model.narrow({ status: e.currentTarget.value as StatusFilter })}
        >
          {STATUSES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <input
          type="search"
          placeholder="Session, queue or text"
          aria-label="Search"
          onChange={(e) => model.narrow({ text: e.currentTarget.value.trim() })}
        />
        <button onClick={() => void model.changed()}>Refresh</button>
      </div>
      {model.error.value && (
        <p class="notice notice-error" role="alert">
          {model.error.value}
        </p>
      )}
      {model.note.value && (
        <p class="notice" role="status">
          {model.note.value}
        </p>
      )}
      <GroupList model={model} onDo={setDoing} />
      <div class="admin-columns" data-open={model.shown.value !== undefined}>
        <LetterList model={model} onDo={setDoing} />
        {model.shown.value && <LetterDetail model={model} detail={model.shown.value} onDo={setDoing} />}
      </div>
      {doing?.what === 'replay' && (
        <ReplayDialog
          doing={doing}
          onClose={() => setDoing(undefined)}
          onDone={(note) => model.changed(note)}
        />
      )}
      {doing?.what === 'discard' && (
        <DiscardDialog
          doing={doing}
          onClose={() => setDoing(undefined)}
          onDone={(note) => model.changed(note)}
        />
      )}
    </section>
  );
}
