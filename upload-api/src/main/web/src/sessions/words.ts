import { eta, joined, percent } from '../app/format';
import type { LiveSession } from '../progress/advance';
import type { Sending } from '../upload/sending';

const STAGES: Record<string, string> = {
  upload: 'Uploading',
  queue: 'Waiting',
  prepare: 'Listening for speech',
  transcribe: 'Transcribing',
  assemble: 'Telling speakers apart',
  todos: 'Writing todos and summary',
  done: 'Done',
};

const WARNINGS: Record<string, string> = {
  'speakers-failed': 'Speakers could not be told apart.',
  'todos-failed': 'Todos and summary could not be made.',
};

/** A problem code of a step that gave up, as a sentence. */
export function warningSentence(code: string): string {
  return WARNINGS[code] ?? `A step gave up: ${code.replaceAll('-', ' ')}.`;
}

export function stageName(stage: string | null | undefined): string {
  return stage ? (STAGES[stage] ?? stage) : 'Working';
}

/** One line that says how a session is doing. `sending` is its upload, when that runs in this page. */
export function stateLine(session: LiveSession, sending?: Sending): string {
  switch (session.status) {
    case 'UPLOADING':
      return uploadLine(sending);
    case 'QUEUED':
      return joined([
        session.queuePosition ? `Number ${session.queuePosition} in the queue` : 'Waiting in the queue',
        session.etaSeconds ? eta(session.etaSeconds) : undefined,
      ]);
    case 'PROCESSING':
      return joined([
        `${stageName(session.stage)} ${percent(session.percent)}`,
        session.etaSeconds ? eta(session.etaSeconds) : undefined,
      ]);
    case 'COMPLETED':
      return 'Ready';
    case 'FAILED':
      return session.errorMessage ?? 'Processing failed.';
    case 'CANCELLED':
      return 'Cancelled';
  }
}

function uploadLine(sending: Sending | undefined): string {
  if (!sending) return 'Not uploaded completely. Add the same file again to go on.';
  if (sending.stopped) return `Upload stopped at ${percent(sending.percent)}. ${sending.stopped}`;
  if (sending.paused) return `Upload paused at ${percent(sending.percent)}`;
  return joined([
    `Uploading ${percent(sending.percent)}`,
    sending.etaSeconds === undefined ? undefined : eta(sending.etaSeconds),
  ]);
}
