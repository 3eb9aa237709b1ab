import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/http';
import { Dialog } from '../ui/Dialog';
import { discard, replay, replayEdited, type Choice, type DeadLetter, type Outcome } from './deadLetters';
import { pretty } from './LetterDetail';

/** What is about to be done, and with how many letters; `edit` opens the payload for a change. */
export interface Doing {
  what: 'replay' | 'discard';
  choice: Choice;
  count: number;
  edit?: DeadLetter & { payload: string };
}

interface Props {
  doing: Doing;
  onClose: () => void;
  onDone: () => Promise<void>;
}

const messages = (count: number) => (count === 1 ? 'this message' : `${count} messages`);

/** Asks for a reason and a rate; a dry run says first what would happen. */
export function ReplayDialog({ doing, onClose, onDone }: Props) {
  const [reason, setReason] = useState('');
  const [rate, setRate] = useState(5);
  const [payload, setPayload] = useState(doing.edit ? pretty(doing.edit.payload) : '');
  const [dryRun, setDryRun] = useState<Outcome | string>();
  const options = { reason: reason.trim(), ratePerSecond: rate };
  const tryOut = async () => {
    try {
      setDryRun(await replay(doing.choice, { ...options, dryRun: true }));
    } catch (error) {
      setDryRun(sentenceOf(error));
    }
  };
  return (
    <Dialog
      title={doing.edit ? 'Edit and replay' : `Replay ${messages(doing.count)}?`}
      confirm="Replay"
      onClose={onClose}
      onConfirm={async () => {
        if (doing.edit) await replayEdited(doing.edit.id, checked(payload), options.reason);
        else await replay(doing.choice, { ...options, dryRun: false });
        await onDone();
      }}
    >
      {doing.edit && (
        <label>
          Payload of the new message
          <textarea
            rows={10}
            value={payload}
            onInput={(e) => setPayload(e.currentTarget.value)}
            spellcheck={false}
          />
        </label>
      )}
      <Reason value={reason} onInput={setReason} required={doing.edit !== undefined} />
      {doing.count > 1 && (
        <label>
          Messages per second
          <input
            type="number"
            min={1}
            max={100}
            value={rate}
            onInput={(e) => setRate(Math.max(1, Number(e.currentTarget.value)))}
          />
        </label>
      )}
      {!doing.edit && (
        <p>
          <button type="button" onClick={() => void tryOut()}>
            Dry run
          </button>
        </p>
      )}
      {dryRun && <DryRun outcome={dryRun} />}
    </Dialog>
  );
}

function DryRun({ outcome }: { outcome: Outcome | string }) {
  if (typeof outcome === 'string') return <p class="notice notice-error">{outcome}</p>;
  const counts = new Map<string, number>();
  for (const each of outcome.outcomes) counts.set(each.outcome, (counts.get(each.outcome) ?? 0) + 1);
  return (
    <p class="notice" role="status">
      Nothing was sent. {outcome.matched} would be replayed.{' '}
      {[...counts].map(([text, count]) => `${count} × ${text}`).join(', ')}
    </p>
  );
}

export function DiscardDialog({ doing, onClose, onDone }: Props) {
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={`Discard ${messages(doing.count)}?`}
      confirm="Discard"
      danger
      onClose={onClose}
      onConfirm={async () => {
        await discard(doing.choice, reason.trim());
        await onDone();
      }}
    >
      <p>The work will not be done. The recordings stay, and can be run again by their owners.</p>
      <Reason value={reason} onInput={setReason} required />
    </Dialog>
  );
}

function Reason({
  value,
  onInput,
  required,
}: {
  value: string;
  onInput: (text: string) => void;
  required: boolean;
}) {
  return (
    <label>
      Reason{required ? '' : ' (optional)'}
      <input
        value={value}
        onInput={(e) => onInput(e.currentTarget.value)}
        required={required}
        maxLength={500}
      />
    </label>
  );
}

/** A payload that is not JSON would fail again at once. */
function checked(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload));
  } catch (error) {
    throw new Error(`The payload is not valid JSON: ${sentenceOf(error)}`, { cause: error });
  }
}
