import { useState } from 'preact/hooks';
import { retrySession, type FromStage } from '../api/sessions';
import type { Session, SessionOptions } from '../api/types';
import { Dialog } from '../ui/Dialog';
import { changed } from '../upload/options';
import { OptionsForm } from '../upload/OptionsForm';
import { TodosOptions } from '../upload/TodosOptions';

interface Props {
  session: Session;
  /** Whether there is a transcript to make todos from. */
  transcribed: boolean;
  onDone: () => Promise<void>;
  onClose: () => void;
}

const CHOICES: [FromStage, string][] = [
  ['prepare', 'Everything'],
  ['assemble', 'Only speakers, todos and summary'],
  ['todos', 'Only todos and summary'],
];

/** Runs a session again: all of it with other options, or only what comes after the text or the transcript. */
export function RetryDialog({ session, transcribed, onDone, onClose }: Props) {
  const [from, setFrom] = useState<FromStage>('prepare');
  const [options, setOptions] = useState<SessionOptions>(session.options ?? {});
  return (
    <Dialog
      title="Run again"
      confirm="Run"
      onClose={onClose}
      onConfirm={async () => {
        await retrySession(session.id, from, options);
        await onDone();
      }}
    >
      {transcribed && (
        <fieldset class="choice">
          <legend class="visually-hidden">What to run</legend>
          {CHOICES.map(([stage, label]) => (
            <label key={stage}>
              <input type="radio" name="from" checked={from === stage} onChange={() => setFrom(stage)} />
              {label}
            </label>
          ))}
        </fieldset>
      )}
      {from !== 'todos' ? (
        <OptionsForm value={options} onChange={setOptions} />
      ) : (
        <TodosOptions value={options} onChange={(patch) => setOptions(changed(options, patch))} />
      )}
      {transcribed && <p class="hint">What is there now is kept as an earlier version.</p>}
    </Dialog>
  );
}
