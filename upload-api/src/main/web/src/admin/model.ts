import { computed, effect, signal } from '@preact/signals';
import { sentenceOf } from '../api/http';
import {
  getLetter,
  listGroups,
  listLetters,
  type Choice,
  type DeadLetter,
  type DeadLetterDetail,
  type Filter,
  type Group,
} from './deadLetters';

/** What the console shows and what is chosen in it. */
export class ConsoleModel {
  readonly filter = signal<Filter>({ status: 'OPEN', text: '', group: '' });
  readonly letters = signal<readonly DeadLetter[]>([]);
  readonly groups = signal<readonly Group[]>([]);
  readonly total = signal(0);
  /** What was done last. */
  readonly note = signal<string | undefined>(undefined);
  readonly selected = signal<ReadonlySet<string>>(new Set());
  readonly shown = signal<DeadLetterDetail | undefined>(undefined);
  readonly loaded = signal(false);
  readonly error = signal<string | undefined>(undefined);
  readonly choice = computed<Choice>(() => ({ ids: [...this.selected.value] }));
  #asked = 0;

  /** Loads now and whenever the filter changes; answers with what ends it. */
  start(): () => void {
    return effect(() => {
      const filter = this.filter.value;
      void this.load(filter);
    });
  }

  async load(filter = this.filter.peek()): Promise<void> {
    const mine = ++this.#asked;
    try {
      const [page, groups] = await Promise.all([listLetters(filter), listGroups(filter.status)]);
      if (mine !== this.#asked) return;
      this.letters.value = page.deadLetters;
      this.total.value = page.total;
      this.groups.value = groups;
      this.selected.value = new Set();
      this.error.value = undefined;
    } catch (error) {
      if (mine === this.#asked) this.error.value = sentenceOf(error);
    } finally {
      if (mine === this.#asked) this.loaded.value = true;
    }
  }

  async more(): Promise<void> {
    try {
      const page = await listLetters(this.filter.value, this.letters.value.length);
      const have = new Set(this.letters.value.map(({ id }) => id));
      this.letters.value = [...this.letters.value, ...page.deadLetters.filter(({ id }) => !have.has(id))];
      this.total.value = page.total;
    } catch (error) {
      this.error.value = sentenceOf(error);
    }
  }

  async show(id: string): Promise<void> {
    try {
      this.shown.value = await getLetter(id);
    } catch (error) {
      this.error.value = sentenceOf(error);
    }
  }

  narrow(patch: Partial<Filter>): void {
    this.filter.value = { ...this.filter.value, ...patch };
  }

  select(ids: readonly string[], on: boolean): void {
    const next = new Set(this.selected.value);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    this.selected.value = next;
  }

  /** After something was done: what is shown may have changed with it. */
  async changed(note?: string): Promise<void> {
    this.note.value = note;
    await this.load();
    if (this.shown.value) await this.show(this.shown.value.letter.id);
  }
}
