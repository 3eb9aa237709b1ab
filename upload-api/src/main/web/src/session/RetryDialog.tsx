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

/** Runs a session again: all of it with other options, or only what follows the transcript. */
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
          <label>
            <input
              type="radio"
              name="from"
              checked={from === 'prepare'}
              onChange={() => setFrom('prepare')}
            />
            Everything
          </label>
          <label>
            <input type="radio" name="from" checked={from === 'todos'} onChange={() => setFrom('todos')} />
            Only todos and summary
          </label>
        </fieldset>
      )}
      {from === 'prepare' ? (
        <OptionsForm value={options} onChange={setOptions} />
      ) : (
        <TodosOptions value={options} onChange={(patch) => setOptions(changed(options, patch))} />
      )}
      {transcribed && <p class="hint">What is there now is kept as an earlier version.</p>}
    </Dialog>
  );
}
