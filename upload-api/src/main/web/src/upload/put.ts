export interface PutOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  onProgress?: (loaded: number) => void;
}

/** A part that was not taken. The shape of `source` is what Uppy's retry policy reads. */
export class PutFailed extends Error {
  readonly source: { status?: number };

  constructor(
    message: string,
    readonly status: number,
    isPassing = true,
  ) {
    super(message);
    this.name = 'PutFailed';
    this.source = isPassing ? { status } : {};
  }
}

/** PUT with upload progress, which fetch can't report. Status 0 means that nobody answered. */
export function put(url: string, body: Blob, options: PutOptions): Promise<{ etag: string; body: string }> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    if (signal?.aborted) {
      reject(new DOMException('Aborted', 'AbortError'));
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const settle = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.open('PUT', url);
    for (const [name, value] of Object.entries(options.headers ?? {})) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => options.onProgress?.(loaded);
    request.onabort = () => {
      settle();
      reject(new DOMException('Aborted', 'AbortError'));
    };
    request.onerror = () => {
      settle();
      reject(new PutFailed('The part could not be sent: nobody answered.', 0));
    };
    request.onload = () => {
      settle();
      if (request.status >= 200 && request.status < 300) {
        options.onProgress?.(body.size);
        resolve({ etag: request.getResponseHeader('ETag') ?? '', body: request.responseText });
      } else {
        reject(
          isFull(request)
            ? new PutFailed(NO_SPACE, request.status, false)
            : new PutFailed(sentence(request), request.status),
        );
      }
    };
    request.send(body);
  });
}

const NO_SPACE =
  'The server has no space left. What was sent is kept: press Retry when there is room again, for example after you have deleted recordings.';

/** MinIO's code for a full disk, what it says when a part used the last of it, and our own code for both. */
function isFull(request: XMLHttpRequest): boolean {
  return /XMinioStorageFull|no space left on device|store-full/.test(request.responseText);
}

function sentence(request: XMLHttpRequest): string {
  if ((request.getResponseHeader('Content-Type') ?? '').includes('json')) {
    const { detail } = JSON.parse(request.responseText) as { detail?: string };
    if (detail) return detail;
  }
  return `The store refused a part with status ${request.status}.`;
}
