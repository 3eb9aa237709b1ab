import { checksum } from './checksum';
import { put, PutFailed, type PutOptions } from './put';
import type { Upload } from './upload';

/** Whether the store itself can be reached from here; learned once, by the first part. */
export class Route {
  #direct: 'untried' | 'works' | 'blocked' = 'untried';

  get throughApi(): boolean {
    return this.#direct === 'blocked';
  }

  get untried(): boolean {
    return this.#direct === 'untried';
  }

  works(): void {
    this.#direct = 'works';
  }

  blocked(): void {
    this.#direct = 'blocked';
  }
}

/**
 * Sends one part straight to the store, or through the API where the store can't be reached (a firewall, a port that is
 * not forwarded, missing CORS). Answers the part's ETag, '' when it can't be read.
 */
export async function sendPart(
  upload: Upload,
  number: number,
  part: Blob,
  route: Route,
  options: PutOptions,
): Promise<string> {
  const digest = await checksum(part);
  const held = upload.etagOf(number);
  if (held !== undefined && isDigestOf(held, digest)) {
    options.onProgress?.(part.size);
    return held;
  }
  const headers: Record<string, string> = digest ? { 'Content-MD5': digest } : {};
  const etag = await send(upload, number, part, route, { ...options, headers });
  upload.markReceived(number, etag);
  return etag;
}

async function send(upload: Upload, number: number, part: Blob, route: Route, options: PutOptions) {
  if (route.throughApi) return throughApi(upload, number, part, options);
  try {
    const { etag } = await put(await upload.urlOf(number), part, options);
    route.works();
    return etag;
  } catch (error) {
    if (!(error instanceof PutFailed)) throw error;
    if (error.status === 403) {
      // The address has expired (a long pause): the next try asks for a fresh one.
      upload.forgetUrls();
      throw new PutFailed('Request has expired', 403);
    }
    if (error.status !== 0 || !route.untried || !navigator.onLine) throw error;
    const etag = await throughApi(upload, number, part, options);
    route.blocked();
    return etag;
  }
}

async function throughApi(upload: Upload, number: number, part: Blob, options: PutOptions) {
  const { etag, body } = await put(upload.urlThroughApi(number), part, options);
  if (etag !== '') return etag;
  return (JSON.parse(body) as { etag?: string }).etag ?? '';
}

/** Whether the part that the store holds is this one. An ETag that is no MD5 proves nothing: the part is sent again. */
export function isDigestOf(etag: string, digest: string | undefined): boolean {
  if (digest === undefined) return false;
  const hex = Array.from(atob(digest), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return etag.replaceAll('"', '').toLowerCase() === hex;
}
