/** A request that the server refused or that never reached it; `message` is a sentence for the person. */
export class Problem extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
    this.name = 'Problem';
  }
}

const NO_ANSWER = "The server can't be reached. Check your connection; nothing is lost.";

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Problem(NO_ANSWER, 0, 'unreachable');
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function get<T>(path: string): Promise<T> {
  return (await (await request(path, { headers: { Accept: 'application/json' } })).json()) as T;
}

/** Sends JSON and reads JSON; answers undefined for 202/204 without a body. */
export async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: 'application/json' } };
  if (body !== undefined) {
    init.headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  const text = await (await request(path, init)).text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Reads RFC 9457 problem details; a proxy's HTML error page gets a plain sentence instead. */
export async function problemOf(response: Response): Promise<Problem> {
  const plain = `The server answered with status ${response.status}. Try again in a moment.`;
  if (!(response.headers.get('Content-Type') ?? '').includes('json')) {
    return new Problem(plain, response.status, `http-${response.status}`);
  }
  try {
    const body = (await response.json()) as { detail?: string; title?: string; code?: string };
    const code = body.code ?? `http-${response.status}`;
    return new Problem(body.detail ?? body.title ?? plain, response.status, code);
  } catch {
    return new Problem(plain, response.status, `http-${response.status}`);
  }
}

/** The sentence to show for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
