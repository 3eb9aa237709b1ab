import AwsS3 from '@uppy/aws-s3';
import Uppy, { type Body, type Meta, type UppyFile } from '@uppy/core';
import GoldenRetriever from '@uppy/golden-retriever';
import { signal } from '@preact/signals';
import { Problem, sentenceOf } from '../api/http';
import type { SessionOptions } from '../api/types';
import { Route, sendPart } from './sendPart';
import { paused, sending, sent, sentAll, stopped } from './sending';
import { abandon, Upload } from './upload';

export interface RecordingMeta extends Meta {
  sessionId?: string;
  partSize?: number;
}
export type Recording = UppyFile<RecordingMeta, Body>;
export type RecordingUploader = Uppy<RecordingMeta, Body>;

const PARALLEL_PARTS = 5;
const MIB = 1024 * 1024;
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** The plugin's types leave these two out of what it takes. */
const LIMITS: object = { maxFileSize: 256 * MIB, maxTotalSize: 1024 * MIB };
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

/** What the next recordings are to be processed with. */
export const nextOptions = signal<SessionOptions>({});
/** Set when an upload began or ended: the list of sessions has changed on the server. */
export const uploadsChanged = signal(0);

const uploads = new Map<string, Promise<Upload>>();
const route = new Route();

/**
 * Files go to the store in parallel, checksummed parts, and survive pauses, network failures and reloads. The server
 * sets the part size, so each file's session is made before Uppy cuts it up.
 */
export function createUploader(): RecordingUploader {
  const uppy: RecordingUploader = new Uppy<RecordingMeta, Body>({
    id: 'recordings',
    restrictions: {
      allowedFileTypes: [
        'audio/*',
        'video/*',
        '.mkv',
        '.mka',
        '.opus',
        '.m4a',
        '.amr',
        '.flac',
        '.mts',
        '.wma',
        '.caf',
      ],
    },
    locale: {
      strings: { youCanOnlyUploadFileTypes: 'That is not an audio or video file. Choose a recording.' },
      pluralize: (n) => (n === 1 ? 0 : 1),
    },
  });
  // The browser keeps a copy of what is small enough, so that it goes on by itself; larger files have to be added again.
  uppy.use(GoldenRetriever, { expires: KEPT_MS, indexedDB: LIMITS });
  uppy.use(AwsS3<RecordingMeta, Body>, {
    shouldUseMultipart: true,
    limit: PARALLEL_PARTS,
    retryDelays: RETRY_DELAYS_MS,
    getChunkSize: (data) => uppy.getFiles().find((file) => file.data === data)?.meta.partSize ?? 16 * MIB,
    createMultipartUpload: (file) => ({ uploadId: idOf(file), key: idOf(file) }),
    listParts: async (file) => {
      const upload = await uploadOf(idOf(file));
      await upload.refresh();
      return upload.received.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    },
    // The address is found when the part is sent, after waiting in the queue: it could have expired by then.
    signPart: (file, { partNumber }) => ({ method: 'PUT', url: `${idOf(file)}/${partNumber}` }),
    uploadPartBytes: async ({ signature, body, onProgress, onComplete, signal }) => {
      const [sessionId, number] = signature.url.split('/') as [string, string];
      const upload = await uploadOf(sessionId);
      const part = body as Blob;
      const report = onProgress as (event: { loaded: number; lengthComputable: boolean }) => void;
      const etag = await sendPart(upload, Number(number), part, route, {
        signal,
        onProgress: (loaded) => report({ loaded, lengthComputable: true }),
      });
      report({ loaded: part.size, lengthComputable: true });
      (onComplete as (etag: string) => void)(etag);
      return { ETag: etag };
    },
    completeMultipartUpload: async (file, { parts, signal }) => {
      const upload = await uploadOf(idOf(file));
      await upload.complete(parts.length, (number) => {
        const from = (number - 1) * upload.partSize;
        const part = (file.data as Blob).slice(from, from + upload.partSize);
        return sendPart(upload, number, part, route, { signal, onProgress: () => undefined });
      });
      return {};
    },
    // Uppy also calls this after an error; only removing a file abandons its upload (see below).
    abortMultipartUpload: () => undefined,
  });
  uppy.addPreProcessor((ids) => startAll(uppy, ids));
  uppy.on('file-removed', (file) => forget(file));
  uppy.on('upload-progress', (file, { bytesUploaded, bytesTotal }) => {
    if (file?.meta.sessionId && bytesTotal) sent(file.meta.sessionId, bytesUploaded, bytesTotal);
  });
  uppy.on('upload-pause', (file, isPaused) => {
    if (file?.meta.sessionId) paused(file.meta.sessionId, isPaused);
  });
  const pauseAll = (isPaused: boolean) => [...sending.value.keys()].forEach((id) => paused(id, isPaused));
  uppy.on('pause-all', () => pauseAll(true));
  uppy.on('resume-all', () => pauseAll(false));
  uppy.on('upload-error', (file, error) => {
    if (file?.meta.sessionId) stopped(file.meta.sessionId, error.message);
  });
  uppy.on('upload-success', (file) => {
    if (file?.meta.sessionId) sentAll(file.meta.sessionId);
    uploadsChanged.value++;
  });
  // What is done leaves the drop area: from here on the list shows it.
  uppy.on('complete', ({ successful }) => uppy.removeFiles((successful ?? []).map(({ id }) => id)));
  return uppy;
}

async function startAll(uppy: RecordingUploader, ids: string[]): Promise<void> {
  const files = uppy.getFilesByIds(ids).filter((file) => !file.progress.uploadComplete);
  const batchId = files.length > 1 ? newBatchId() : undefined;
  // One after the other: two files of the same name and size must not take up the same unfinished upload.
  for (const file of files) {
    try {
      const upload = (await takeUp(file)) ?? (await begin(file, batchId));
      uploads.set(upload.sessionId, Promise.resolve(upload));
      uppy.setFileMeta(file.id, { sessionId: upload.sessionId, partSize: upload.partSize });
      sent(upload.sessionId, 0, file.size ?? 0);
    } catch (error) {
      // One file that the server refuses must not hold up the others.
      uppy.emit('upload-error', file, new Error(sentenceOf(error)));
      uppy.info(`${file.name}: ${sentenceOf(error)}`, 'error', 8000);
    }
  }
  uploadsChanged.value++;
}

async function begin(file: Recording, batchId: string | undefined): Promise<Upload> {
  const left = await Upload.findUnfinished(file.name, file.size ?? 0, (id) => uploads.has(id));
  if (left) return left;
  return Upload.start({
    filename: file.name,
    sizeBytes: file.size ?? 0,
    contentType: file.type || 'application/octet-stream',
    options: nextOptions.value,
    ...(batchId ? { batchId } : {}),
  });
}

/** The upload that this file began before; undefined when there is none, or the server has since dropped it. */
async function takeUp(file: Recording): Promise<Upload | undefined> {
  if (!file.meta.sessionId) return undefined;
  try {
    return await uploadOf(file.meta.sessionId);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}

/** A version 4 UUID; crypto.randomUUID is missing where the page is served by plain HTTP on a local network. */
function newBatchId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, i) => {
    const fixed = i === 6 ? (byte & 0x0f) | 0x40 : i === 8 ? (byte & 0x3f) | 0x80 : byte;
    return fixed.toString(16).padStart(2, '0');
  });
  return [4, 6, 8, 10, 16].map((to, i) => hex.slice([0, 4, 6, 8, 10][i], to).join('')).join('-');
}

function uploadOf(sessionId: string): Promise<Upload> {
  let upload = uploads.get(sessionId);
  if (!upload) {
    upload = Upload.resume(sessionId);
    uploads.set(sessionId, upload);
    upload.catch(() => uploads.delete(sessionId));
  }
  return upload;
}

function forget(file: Recording): void {
  const { sessionId } = file.meta;
  if (!sessionId) return;
  sentAll(sessionId);
  uploads.delete(sessionId);
  if (file.progress.uploadComplete) return;
  abandon(sessionId)
    .catch((error: unknown) => console.warn(`Upload ${sessionId} could not be removed on the server`, error))
    .finally(() => uploadsChanged.value++);
}

function idOf(file: Recording): string {
  if (!file.meta.sessionId) throw new Error('The upload was not started. Remove the file and add it again.');
  return file.meta.sessionId;
}
