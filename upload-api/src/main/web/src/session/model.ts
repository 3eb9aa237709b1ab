import { batch, computed, signal } from '@preact/signals';
import { Problem, sentenceOf } from '../api/http';
import { getSession, getSummary, getTodos, getTranscript } from '../api/sessions';
import { isOver, type Segment, type Session, type Summary, type Todos, type Transcript } from '../api/types';
import { advance, type LiveSession } from '../progress/advance';
import type { Connection, ProgressClient } from '../progress/client';
import type { ProgressEvent } from '../progress/event';
import { followSession } from '../progress/follow';

/** One session on the screen: its row, its results, and the text as it arrives while there are none. */
export class SessionModel {
  readonly session = signal<LiveSession | undefined>(undefined);
  readonly transcript = signal<Transcript | undefined>(undefined);
  readonly todos = signal<Todos | undefined>(undefined);
  readonly summary = signal<Summary | undefined>(undefined);
  readonly error = signal<string | undefined>(undefined);
  /** Which run's results are shown; undefined for the current ones. */
  readonly run = signal<number | undefined>(undefined);
  readonly connection = signal<Connection>('connecting');
  readonly #heard = signal<ReadonlyMap<number, Segment>>(new Map());
  #client: ProgressClient | undefined;
  #open = true;

  /** What there is to read: the stored transcript, or what was heard so far, in the order in which it was said. */
  readonly segments = computed<Segment[]>(
    () =>
      this.transcript.value?.segments ?? [...this.#heard.value.values()].sort((a, b) => a.start - b.start),
  );

  constructor(readonly id: string) {}

  async load(): Promise<void> {
    try {
      const row = await getSession(this.id);
      if (!this.#open) return;
      this.error.value = undefined;
      this.show(row);
    } catch (error) {
      this.error.value = sentenceOf(error);
    }
  }

  /** Takes a row from the server: follows it while it runs, loads what it has when it is over. */
  show(row: Session): void {
    const before = this.session.value;
    const again = before?.run !== undefined && row.run !== undefined && row.run > before.run;
    batch(() => {
      this.session.value = row;
      if (again || (before && isOver(before.status) && !isOver(row.status))) {
        this.run.value = undefined;
        this.#forgetResults();
      }
    });
    if (isOver(row.status)) void this.#loadResults();
    else this.#follow();
  }

  showRun(run: number | undefined): void {
    this.run.value = run;
    this.#forgetResults();
    void this.#loadResults();
  }

  close(): void {
    this.#open = false;
    this.#client?.stop();
  }

  receive(event: ProgressEvent): void {
    const session = this.session.value;
    if (!session) return;
    if (event.name === 'segment' && event.data.segment) {
      this.#heard.value = withSegment(this.#heard.value, event.data.segment);
      return;
    }
    // The text so far follows anew, perhaps cut differently.
    if (event.name === 'reset') this.#heard.value = new Map();
    if (event.name === 'todos') void this.#loadResults();
    const next = advance(session, event);
    if (next === session) return;
    this.session.value = next;
    if (isOver(next.status)) void this.load();
  }

  #follow(): void {
    this.#client?.stop();
    this.#client = followSession(this.id, {
      event: (event) => this.receive(event),
      connection: (state) => (this.connection.value = state),
    });
    this.#client.start();
  }

  #forgetResults(): void {
    this.#heard.value = new Map();
    this.transcript.value = undefined;
    this.todos.value = undefined;
    this.summary.value = undefined;
  }

  /** Each result on its own: todos that failed must not hide the transcript. */
  async #loadResults(): Promise<void> {
    const run = this.run.value;
    const into = async <T>(target: { value: T | undefined }, ask: () => Promise<T>) => {
      try {
        const found = await ask();
        if (this.#open && run === this.run.value) target.value = found;
      } catch (error) {
        if (!(error instanceof Problem && error.status === 404)) this.error.value = sentenceOf(error);
      }
    };
    await Promise.all([
      into(this.transcript, () => transcriptOf(this.id, run)),
      into(this.todos, () => getTodos(this.id, run)),
      into(this.summary, () => getSummary(this.id, run)),
    ]);
  }
}

/** While a recording is being heard ids are not final, so a piece is known by where it begins. */
function withSegment(heard: ReadonlyMap<number, Segment>, segment: Segment): ReadonlyMap<number, Segment> {
  return new Map(heard).set(segment.start, segment);
}

/** A run that only made todos anew has no transcript of its own: it used the one that was there. */
async function transcriptOf(id: string, run: number | undefined): Promise<Transcript> {
  try {
    return await getTranscript(id, run);
  } catch (error) {
    if (run === undefined || !(error instanceof Problem && error.status === 404)) throw error;
    return getTranscript(id);
  }
}
