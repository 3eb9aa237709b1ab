import type { SessionOptions, TodosEngine } from '../api/types';
import { LANGUAGES } from './languages';
import type { Patch } from './options';

interface Props {
  value: SessionOptions;
  onChange: (patch: Patch) => void;
}

const ENGINES: readonly (readonly [TodosEngine, string])[] = [
  ['auto', 'The best there is'],
  ['endpoint', 'A language model behind an address'],
  ['gguf', 'A language model in the server'],
  ['embedded', 'No language model: quote the lines'],
];

/** Who writes todos and summary, and how. */
export function TodosOptions({ value, onChange }: Props) {
  return (
    <fieldset class="options">
      <legend>Todos and summary</legend>
      <label>
        <span>Made by</span>
        <select
          value={value.todosEngine ?? ''}
          onChange={(e) => {
            const chosen = e.currentTarget.value;
            onChange({ todosEngine: ENGINES.find(([engine]) => engine === chosen)?.[0] });
          }}
        >
          <option value="">Server's choice</option>
          {ENGINES.map(([engine, name]) => (
            <option key={engine} value={engine}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Written in</span>
        <select
          value={value.todosLanguage ?? ''}
          onChange={(e) => onChange({ todosLanguage: e.currentTarget.value || undefined })}
        >
          <option value="">Language of the talk</option>
          {LANGUAGES.filter(([code]) => code.length === 2).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="options-wide">
        <span>Model, where the engine has several</span>
        <input
          type="text"
          value={value.todosModel ?? ''}
          onChange={(e) => onChange({ todosModel: e.currentTarget.value.trim() || undefined })}
        />
      </label>
      <label class="options-wide">
        <span>Wishes: what to look for, how to write it</span>
        <input
          type="text"
          maxLength={2000}
          placeholder="Only what concerns the customer. Short sentences."
          value={value.todosInstructions ?? ''}
          onChange={(e) => onChange({ todosInstructions: e.currentTarget.value.trim() || undefined })}
        />
      </label>
    </fieldset>
  );
}
