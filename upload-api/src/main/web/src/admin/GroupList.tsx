import { shortName, type Group } from './deadLetters';
import type { Doing } from './Dialogs';
import type { ConsoleModel } from './model';

/** One line for each cause: usually there is one cause and many letters. */
export function GroupList({ model, onDo }: { model: ConsoleModel; onDo: (doing: Doing) => void }) {
  const groups = model.groups.value;
  if (groups.length === 0) return null;
  const chosen = model.filter.value.group;
  return (
    <ul class="groups" aria-label="Causes">
      {groups.map((group) => (
        <li key={group.key} class="group" data-chosen={group.key === chosen}>
          <button
            class="group-name"
            aria-pressed={group.key === chosen}
            onClick={() => model.narrow({ group: group.key === chosen ? '' : group.key })}
          >
            <span class="group-count">{group.count}</span>
            <span>
              <strong>{shortName(group.exceptionClass)}</strong>
              <span class="group-where"> in {group.queue}</span>
              <LoopMark loops={group.loops} />
              <span class="group-message">{group.message}</span>
            </span>
          </button>
          {model.filter.value.status === 'OPEN' && <GroupActions group={group} onDo={onDo} />}
        </li>
      ))}
    </ul>
  );
}

function GroupActions({ group, onDo }: { group: Group; onDo: (doing: Doing) => void }) {
  const choice = { group: group.key };
  return (
    <span class="buttons">
      <button onClick={() => onDo({ what: 'replay', choice, count: group.count })}>Replay all</button>
      <button onClick={() => onDo({ what: 'discard', choice, count: group.count })}>Discard all</button>
    </span>
  );
}

/** A message that fails again after each replay will not be mended by another one. */
export function LoopMark({ loops }: { loops: number }) {
  if (loops === 0) return null;
  return <span class="chip chip-high">came back {loops === 1 ? 'once' : `${loops} times`}</span>;
}
