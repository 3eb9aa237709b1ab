import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/http';
import { Dialog } from '../ui/Dialog';
import {
  discard,
  replay,
  replayEdited,
  type Choice,
  summaryOf,
  type DeadLetterDetail,
  type Outcomes,
} from './deadLetters';
import { pretty } from './LetterDetail';

/** What is about to be done, and with how many letters; `edit` opens the payload for a change. */
export interface Doing {
  what: 'replay' | 'discard';
  choice: Choice;
  count: number;
  edit?: DeadLetterDetail;
}

interface Props {
  doing: Doing;
  onClose: () => void;
  onDone: (note: string) => Promise<void>;
}

const messages = (count: number) => (count === 1 ? 'this message' : `${count} messages`);

/** Asks for a reason and a rate; a dry run says first what would happen. */
export function ReplayDialog({ doing, onClose, onDone }: Props) {
  const [reason, setReason] = useState('');
  const [rate, setRate] = useState(5);
  const [payload, setPayload] = useState(doing.edit ? pretty(doing.edit.payload) : '');
  const [dryRun, setDryRun] = useState<Outcomes | string>();
  const options = { reason: reason.trim(), rate };
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
        const done = doing.edit
          ? {
              outcomes: [await replayEdited(doing.edit.letter.id, checked(payload), options.reason)],
              left: 0,
            }
          : await replay(doing.choice, { ...options, dryRun: false });
        await onDone(summaryOf(done));
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

function DryRun({ outcome }: { outcome: Outcomes | string }) {
  if (typeof outcome === 'string') return <p class="notice notice-error">{outcome}</p>;
  return (
    <p class="notice" role="status">
      Nothing was sent yet. {summaryOf({ ...outcome, left: 0 })}
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
        await onDone(summaryOf(await discard(doing.choice, reason.trim())));
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
