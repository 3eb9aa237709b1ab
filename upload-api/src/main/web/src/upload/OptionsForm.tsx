import type { SessionOptions } from '../api/types';
import { LANGUAGES } from './languages';
import { changed, type Patch } from './options';
import { TodosOptions } from './TodosOptions';

interface Props {
  value: SessionOptions;
  onChange: (options: SessionOptions) => void;
}

/** What a person may know about a recording that the server can't. All of it is optional. */
export function OptionsForm({ value, onChange }: Props) {
  const change = (patch: Patch) => onChange(changed(value, patch));
  return (
    <>
      <div class="options">
        <label>
          <span>Spoken language</span>
          <select
            value={value.language ?? ''}
            onChange={(e) => change({ language: e.currentTarget.value || undefined })}
          >
            <option value="">Detect</option>
            {LANGUAGES.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Speakers</span>
          <select
            value={String(value.speakers?.count ?? '')}
            onChange={(e) => {
              const count = Number(e.currentTarget.value);
              change({ speakers: count > 0 ? { count } : undefined });
            }}
          >
            <option value="">Detect</option>
            {Array.from({ length: 12 }, (_, i) => i + 1).map((n) => (
              <option key={n} value={n}>
                {n}
              </option>
            ))}
          </select>
        </label>
        <label class="options-wide">
          <span>Names and terms likely to be said</span>
          <input
            type="text"
            placeholder="Ada Lovelace, Kubernetes, Q3 review"
            value={(value.hotwords ?? []).join(', ')}
            onChange={(e) => {
              const words = e.currentTarget.value.split(',').map((word) => word.trim());
              const hotwords = words.filter((word) => word !== '');
              change({ hotwords: hotwords.length > 0 ? hotwords : undefined });
            }}
          />
        </label>
        <label class="options-wide">
          <span>Context: what it is about, how to write it</span>
          <input
            type="text"
            placeholder="Weekly planning of the design team."
            value={value.prompt ?? ''}
            onChange={(e) => change({ prompt: e.currentTarget.value.trim() || undefined })}
          />
        </label>
        <label class="options-check">
          <input
            type="checkbox"
            checked={value.task === 'translate'}
            onChange={(e) => change({ task: e.currentTarget.checked ? 'translate' : undefined })}
          />
          <span>Translate to English</span>
        </label>
      </div>
      <TodosOptions value={value} onChange={change} />
    </>
  );
}
