import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../api/http';
import { Upload } from './upload';

const fetched = vi.fn<(path: string, init?: RequestInit) => Promise<Response>>();
beforeEach(() => vi.stubGlobal('fetch', fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' },
  });
const started = { sessionId: 's1', partSize: 5, partCount: 2, parts: [{ number: 1, url: 'http://store/1' }] };
const newUpload = { filename: 'a.m4a', sizeBytes: 10, contentType: 'audio/mp4', options: {} };
const never = () => Promise.reject(new Error('nothing is to be sent again'));
const bodyOf = (call: number) => JSON.parse(fetched.mock.calls[call]?.[1]?.body as string) as unknown;

it('says what the person asked for', async () => {
  fetched.mockResolvedValue(json(started, 201));
  const upload = await Upload.start({ ...newUpload, options: { language: 'de', speakers: { count: 2 } } });
  expect(upload).toMatchObject({ sessionId: 's1', partSize: 5 });
  expect(bodyOf(0)).toMatchObject({ filename: 'a.m4a', options: { language: 'de', speakers: { count: 2 } } });
});

it('fails with the sentence of the problem', async () => {
  fetched.mockResolvedValue(
    json({ code: 'too-large', detail: 'The file is larger than this server accepts.' }, 413),
  );
  await expect(Upload.start(newUpload)).rejects.toEqual(
    new Problem('The file is larger than this server accepts.', 413, 'too-large'),
  );
});

it('completes with the ETags in the order of the parts', async () => {
  fetched.mockResolvedValueOnce(json(started)).mockResolvedValueOnce(json({ id: 's1' }));
  const upload = await Upload.start(newUpload);
  upload.markReceived(2, '"b"');
  upload.markReceived(1, '"a"');
  await upload.complete(2, never);
  expect(bodyOf(1)).toEqual({
    parts: [
      { number: 1, etag: '"a"' },
      { number: 2, etag: '"b"' },
    ],
  });
});

it('leaves the ETags to the server when one could not be read', async () => {
  fetched.mockResolvedValueOnce(json(started)).mockResolvedValueOnce(json({ id: 's1' }));
  const upload = await Upload.start(newUpload);
  upload.markReceived(1, '"a"');
  upload.markReceived(2, '');
  await upload.complete(2, never);
  expect(bodyOf(1)).toEqual({});
});

it('sends once more what the store lost while it put the parts together', async () => {
  fetched
    .mockResolvedValueOnce(json(started))
    .mockResolvedValueOnce(json({ code: 'upload-incomplete', detail: 'Parts are missing.' }, 409))
    .mockResolvedValueOnce(json({ ...started, received: [{ number: 2, etag: '"b"' }] }))
    .mockResolvedValueOnce(json({ id: 's1' }));
  const upload = await Upload.start(newUpload);
  upload.markReceived(1, '"a"');
  upload.markReceived(2, '"b"');
  const again: number[] = [];
  await upload.complete(2, (number) => {
    again.push(number);
    upload.markReceived(number, '"c"');
    return Promise.resolve();
  });
  expect(again).toEqual([1]);
  expect(bodyOf(3)).toEqual({
    parts: [
      { number: 1, etag: '"c"' },
      { number: 2, etag: '"b"' },
    ],
  });
});

it('completes once more when the store finished in between', async () => {
  fetched
    .mockResolvedValueOnce(json(started))
    .mockResolvedValueOnce(json({ code: 'upload-incomplete', detail: 'Parts are missing.' }, 409))
    .mockResolvedValueOnce(json({ code: 'upload-not-found', detail: 'There is no such upload.' }, 404))
    .mockResolvedValueOnce(json({ id: 's1' }));
  const upload = await Upload.start(newUpload);
  upload.markReceived(1, '"a"');
  upload.markReceived(2, '"b"');
  expect(await upload.complete(2, never)).toEqual({ id: 's1' });
  expect(bodyOf(3)).toEqual({});
});

it('asks once for addresses that many parts miss', async () => {
  fetched.mockImplementation(() =>
    Promise.resolve(json({ ...started, received: [], parts: [{ number: 2, url: 'http://store/2' }] })),
  );
  const upload = await Upload.resume('s1');
  upload.forgetUrls();
  const urls = await Promise.all([upload.urlOf(2), upload.urlOf(2), upload.urlOf(2)]);
  expect(urls).toEqual(['http://store/2', 'http://store/2', 'http://store/2']);
  expect(fetched).toHaveBeenCalledTimes(2);
});

it('finds what was left unfinished, but not what is being sent', async () => {
  const sessions = ['running', 'left', 'other-size'].map((id) => ({
    id,
    filename: 'a.m4a',
    sizeBytes: id === 'other-size' ? 11 : 10,
    status: 'UPLOADING',
  }));
  fetched.mockImplementation((path) =>
    Promise.resolve(
      path.startsWith('/api/sessions')
        ? json({ sessions })
        : json({ ...started, sessionId: 'left', received: [] }),
    ),
  );
  const found = await Upload.findUnfinished('a.m4a', 10, (id) => id === 'running');
  expect(found?.sessionId).toBe('left');
});
