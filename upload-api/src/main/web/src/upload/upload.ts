import { get, Problem, send } from '../api/http';
import { listSessions } from '../api/sessions';
import type { Session, SessionOptions } from '../api/types';

export interface NewUpload {
  filename: string;
  sizeBytes: number;
  contentType: string;
  options: SessionOptions;
  batchId?: string;
}

interface Started {
  sessionId: string;
  partSize: number;
  parts: { number: number; url: string }[];
}

interface Resumable extends Started {
  received: { number: number; etag: string }[];
}

/** What one upload has: which parts the store already holds, and where the others are to be sent. */
export class Upload {
  readonly #urls = new Map<number, string>();
  readonly #received = new Map<number, string>();
  #refreshing: Promise<void> | undefined;

  private constructor(
    readonly sessionId: string,
    readonly partSize: number,
    parts: { number: number; url: string }[],
  ) {
    for (const { number, url } of parts) this.#urls.set(number, url);
  }

  static async start(upload: NewUpload): Promise<Upload> {
    const started = await send<Started>('POST', '/api/uploads', upload);
    return new Upload(started.sessionId, started.partSize, started.parts);
  }

  /** Takes up an upload begun earlier, perhaps by a page that has since been closed. */
  static async resume(sessionId: string): Promise<Upload> {
    const state = await get<Resumable>(address(sessionId));
    const upload = new Upload(sessionId, state.partSize, state.parts);
    upload.#learn(state);
    return upload;
  }

  /**
   * An upload of a file with this name and size that was left unfinished, here or in another browser. That it is the
   * same file is seen later, part by part, by checksum.
   */
  static async findUnfinished(
    filename: string,
    sizeBytes: number,
    isRunning: (sessionId: string) => boolean,
  ): Promise<Upload | undefined> {
    const { sessions } = await listSessions({ status: 'UPLOADING', query: filename });
    const left = sessions.find(
      (s) => s.filename === filename && s.sizeBytes === sizeBytes && !isRunning(s.id),
    );
    return left && Upload.resume(left.id);
  }

  etagOf(number: number): string | undefined {
    return this.#received.get(number);
  }

  get received(): { number: number; etag: string }[] {
    return [...this.#received].map(([number, etag]) => ({ number, etag }));
  }

  markReceived(number: number, etag: string): void {
    this.#received.set(number, etag);
    this.#urls.delete(number);
  }

  /** The store's address for a part; asks for new ones when these were used up or have expired. */
  async urlOf(number: number): Promise<string> {
    if (!this.#urls.has(number)) await this.refresh();
    return this.#urls.get(number) ?? this.urlThroughApi(number);
  }

  urlThroughApi(number: number): string {
    return `${address(this.sessionId)}/parts/${number}`;
  }

  forgetUrls(): void {
    this.#urls.clear();
  }

  /** Many parts find their address expired at the same moment: they share one question. */
  refresh(): Promise<void> {
    this.#refreshing ??= get<Resumable>(address(this.sessionId))
      .then((state) => this.#learn(state))
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /**
   * A store that is killed while it puts the parts together may lose some: they are sent once more.
   *
   * @param sendAgain may fail: completing again says what is still missing
   */
  async complete(partCount: number, sendAgain: (number: number) => Promise<unknown>): Promise<Session> {
    try {
      return await this.#complete(partCount);
    } catch (error) {
      if (!isProblem(error, 'upload-incomplete')) throw error;
      for (const number of await this.#lost(partCount)) await sendAgain(number).catch(() => undefined);
      return this.#complete(partCount);
    }
  }

  /** Without an ETag for every part (a proxy may hide the header) the server asks the store itself. */
  #complete(partCount: number): Promise<Session> {
    const parts = this.received.filter(({ etag }) => etag !== '').sort((a, b) => a.number - b.number);
    const body = parts.length === partCount ? { parts } : {};
    return send<Session>('POST', `${address(this.sessionId)}/complete`, body);
  }

  /** None when the store has put the parts together meanwhile: there is no upload any more. */
  async #lost(partCount: number): Promise<number[]> {
    this.#received.clear();
    try {
      await this.refresh();
    } catch (error) {
      if (!isProblem(error, 'upload-not-found')) throw error;
      return [];
    }
    return Array.from({ length: partCount }, (_, i) => i + 1).filter((number) => !this.#received.has(number));
  }

  #learn(state: Resumable): void {
    for (const { number, etag } of state.received) this.#received.set(number, etag);
    for (const { number, url } of state.parts) this.#urls.set(number, url);
  }
}

export function abandon(sessionId: string): Promise<undefined> {
  return send<undefined>('DELETE', address(sessionId));
}

function isProblem(error: unknown, code: string): boolean {
  return error instanceof Problem && error.code === code;
}

function address(sessionId: string): string {
  return `/api/uploads/${encodeURIComponent(sessionId)}`;
}
