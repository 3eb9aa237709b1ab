interface Answer {
  id: number;
  digest?: string;
  error?: string;
}

let worker: Worker | undefined;
let next = 0;
const waiting = new Map<number, (digest: string | undefined) => void>();

/**
 * A part's MD5 for `Content-MD5`: the one checksum that S3 stores verify on presigned uploads without its being part of
 * the signature. Undefined when it can't be made here: the part then travels unchecked, rather than not at all.
 */
export function checksum(part: Blob): Promise<string | undefined> {
  if (typeof Worker === 'undefined') return Promise.resolve(undefined);
  worker ??= start();
  const id = next++;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker?.postMessage({ id, part });
  });
}

function start(): Worker {
  const started = new Worker(new URL('./checksum.worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<Answer>) => {
    if (data.error) console.warn('Part could not be checksummed, sending it without', data.error);
    waiting.get(data.id)?.(data.digest);
    waiting.delete(data.id);
  };
  started.onerror = (event) => {
    console.warn('Checksums are not available, sending parts without', event.message);
    waiting.forEach((resolve) => resolve(undefined));
    waiting.clear();
  };
  return started;
}
