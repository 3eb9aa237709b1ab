import { useState } from 'preact/hooks';
import { cancelSession, deleteSession, getSession, renameSession } from '../api/sessions';
import { isOver } from '../api/types';
import { go } from '../app/router';
import type { LiveSession } from '../progress/advance';
import { remove, replace } from '../sessions/store';
import { Dialog } from '../ui/Dialog';
import type { SessionModel } from './model';
import { RetryDialog } from './RetryDialog';

type Open = 'rename' | 'cancel' | 'retry' | 'delete' | undefined;

/** What can be done with a session: only what its state allows. */
export function Actions({ model, session }: { model: SessionModel; session: LiveSession }) {
  const [open, setOpen] = useState<Open>();
  const [name, setName] = useState(session.filename);
  const over = isOver(session.status);
  const close = () => setOpen(undefined);
  const rename = () => {
    setName(session.filename);
    setOpen('rename');
  };
  const reload = async () => {
    const row = await getSession(session.id);
    model.show(row);
    replace(row);
  };
  return (
    <div class="actions">
      <button onClick={rename}>Rename</button>
      {/* Keys: a click meant for Cancel must not land on what has just taken its place. */}
      {!over && (
        <button key="cancel" onClick={() => setOpen('cancel')}>
          Cancel
        </button>
      )}
      {over && (
        <button key="retry" onClick={() => setOpen('retry')}>
          {session.status === 'COMPLETED' ? 'Run again' : 'Retry'}
        </button>
      )}
      <button onClick={() => setOpen('delete')}>Delete</button>
      {open === 'rename' && (
        <Dialog
          title="Rename"
          confirm="Save"
          onClose={close}
          onConfirm={async () => {
            await renameSession(session.id, name.trim());
            await reload();
          }}
        >
          <label>
            Name{' '}
            <input
              value={name}
              onInput={(e) => setName(e.currentTarget.value)}
              required
              maxLength={255}
              autofocus
            />
          </label>
        </Dialog>
      )}
      {open === 'cancel' && (
        <Dialog
          title="Stop working on this recording?"
          confirm="Stop"
          danger
          onClose={close}
          onConfirm={async () => {
            await cancelSession(session.id);
            await reload();
          }}
        >
          <p>The recording is kept: it can be run again later.</p>
        </Dialog>
      )}
      {open === 'retry' && (
        <RetryDialog
          session={session}
          transcribed={model.transcript.value !== undefined}
          onDone={reload}
          onClose={close}
        />
      )}
      {open === 'delete' && (
        <Dialog
          title="Delete this recording?"
          confirm="Delete"
          danger
          onClose={close}
          onConfirm={async () => {
            await deleteSession(session.id);
            remove(session.id);
            go('/');
          }}
        >
          <p>The recording, its transcript, todos and summary will be gone for good.</p>
        </Dialog>
      )}
    </div>
  );
}
