import { when } from '../app/format';
import { shortName, type DeadLetter } from './deadLetters';
import type { Doing } from './Dialogs';
import { LoopMark } from './GroupList';
import type { ConsoleModel } from './model';

export function LetterList({ model, onDo }: { model: ConsoleModel; onDo: (doing: Doing) => void }) {
  const letters = model.letters.value;
  const selected = model.selected.value;
  if (!model.loaded.value) return <p class="empty">Loading…</p>;
  if (letters.length === 0) return model.error.value ? null : <p class="empty">Nothing has failed. Good.</p>;
  const open = letters.filter(({ status }) => status === 'OPEN').map(({ id }) => id);
  return (
    <div class="letters">
      <div class="letters-bar">
        <label>
          <input
            type="checkbox"
            disabled={open.length === 0}
            checked={open.length > 0 && open.every((id) => selected.has(id))}
            onChange={(e) => model.select(open, e.currentTarget.checked)}
          />{' '}
          {selected.size > 0 ? `${selected.size} selected` : 'Select all'}
        </label>
        {selected.size > 0 && (
          <span class="buttons">
            <button
              onClick={() => onDo({ what: 'replay', choice: model.choice.value, count: selected.size })}
            >
              Replay
            </button>
            <button
              onClick={() => onDo({ what: 'discard', choice: model.choice.value, count: selected.size })}
            >
              Discard
            </button>
          </span>
        )}
      </div>
      <ul>
        {letters.map((letter) => (
          <LetterRow key={letter.id} letter={letter} model={model} />
        ))}
      </ul>
      {letters.length < model.total.value && (
        <button class="more" onClick={() => void model.more()}>
          Show more of {model.total.value}
        </button>
      )}
    </div>
  );
}

function LetterRow({ letter, model }: { letter: DeadLetter; model: ConsoleModel }) {
  const name = shortName(letter.exceptionClass);
  return (
    <li class="letter" data-shown={model.shown.value?.letter.id === letter.id}>
      <input
        type="checkbox"
        aria-label={`Select ${name} of ${letter.sessionId ?? letter.queue}`}
        disabled={letter.status !== 'OPEN'}
        checked={model.selected.value.has(letter.id)}
        onChange={(e) => model.select([letter.id], e.currentTarget.checked)}
      />
      <button class="letter-name" onClick={() => void model.show(letter.id)}>
        <span>
          <strong>{name}</strong> <LoopMark loops={letter.loops} />
          {letter.status !== 'OPEN' && <span class="chip">{letter.status.toLowerCase()}</span>}
        </span>
        <span class="letter-facts">
          {[letter.queue, letter.sessionId?.slice(0, 8), when(letter.lastFailedAt ?? letter.receivedAt)]
            .filter((fact) => fact)
            .join(' · ')}
        </span>
      </button>
    </li>
  );
}
