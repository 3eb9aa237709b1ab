// @vitest-environment jsdom
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Route, sendPart } from './sendPart';
import { Upload } from './upload';

const md5 = (text: string, as: 'hex' | 'base64') => createHash('md5').update(text).digest(as);

// jsdom has no workers and its blobs no text(); what the worker computes is computed here.
vi.mock('./checksum', () => ({
  checksum: (part: Blob) =>
    new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(md5(reader.result as string, 'base64'));
      reader.readAsText(part);
    }),
}));

/** A store and an API in one real server; `refuse` answers for it when set. */
let server: Server;
let base: string;
let received: { method: string; url: string; md5: string | undefined; body: string }[];
let refuse: ((request: IncomingMessage) => number | undefined) | undefined;
let refusal: string;
let state: { received: { number: number; etag: string }[]; store: string };

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*, content-md5, content-type',
  'Access-Control-Allow-Methods': 'PUT',
  'Access-Control-Expose-Headers': 'ETag',
};

beforeEach(async () => {
  received = [];
  refuse = undefined;
  refusal = '';
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      if (method === 'OPTIONS') return response.writeHead(204, CORS).end();
      const body = Buffer.concat(chunks).toString();
      if (method === 'PUT') {
        received.push({ method, url, md5: request.headers['content-md5'] as string | undefined, body });
        const status = refuse?.(request);
        if (status) return response.writeHead(status, CORS).end(refusal);
        const etag = `"${md5(body, 'hex')}"`;
        if (!url.startsWith('/api/')) return response.writeHead(200, { ...CORS, ETag: etag }).end();
        return response.writeHead(200, CORS).end(JSON.stringify({ number: 1, etag }));
      }
      const parts = [1, 2].map((number) => ({ number, url: `${state.store}/store/fresh-${number}` }));
      return response.end(JSON.stringify({ sessionId: 's1', partSize: 10, parts, received: state.received }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state = { received: [], store: base };
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => real(base + path, init));
  vi.spyOn(Upload.prototype, 'urlThroughApi').mockImplementation((n) => `${base}/api/uploads/s1/parts/${n}`);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await new Promise((resolve) => server.close(resolve));
});

const send = (upload: Upload, number: number, text: string, route = new Route()) =>
  sendPart(upload, number, new Blob([text]), route, {});

describe('a part', () => {
  it('goes straight to the store with its checksum', async () => {
    const upload = await Upload.resume('s1');
    expect(await send(upload, 1, 'hello')).toBe(`"${md5('hello', 'hex')}"`);
    expect(received).toEqual([
      { method: 'PUT', url: '/store/fresh-1', md5: md5('hello', 'base64'), body: 'hello' },
    ]);
    expect(upload.received).toEqual([{ number: 1, etag: `"${md5('hello', 'hex')}"` }]);
  });

  it('goes through the API when the store can not be reached, and so do those after it', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    state.store = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
    vi.spyOn(console, 'error').mockReturnValue();
    const upload = await Upload.resume('s1');
    const route = new Route();
    expect(await send(upload, 1, 'hello', route)).toBe(`"${md5('hello', 'hex')}"`);
    await send(upload, 2, 'again', route);
    expect(received.map(({ url }) => url)).toEqual(['/api/uploads/s1/parts/1', '/api/uploads/s1/parts/2']);
  });

  it('is not sent again when the store holds just these bytes', async () => {
    state.received = [{ number: 1, etag: md5('hello', 'hex') }];
    const upload = await Upload.resume('s1');
    await send(upload, 1, 'hello');
    expect(received).toEqual([]);
  });

  it('is sent again when the store holds other bytes: the file has changed', async () => {
    state.received = [{ number: 1, etag: md5('hello', 'hex') }];
    const upload = await Upload.resume('s1');
    await send(upload, 1, 'other');
    expect(received).toHaveLength(1);
  });

  it('asks for a new address after the old one has expired', async () => {
    refuse = () => 403;
    const upload = await Upload.resume('s1');
    await expect(send(upload, 1, 'hello')).rejects.toMatchObject({ message: 'Request has expired' });
    refuse = undefined;
    const asked = vi.spyOn(upload, 'refresh');
    await send(upload, 1, 'hello');
    expect(asked).toHaveBeenCalledOnce();
  });

  it('that the store refuses says so to the retry policy', async () => {
    refuse = () => 503;
    const upload = await Upload.resume('s1');
    await expect(send(upload, 1, 'hello')).rejects.toMatchObject({ source: { status: 503 } });
  });

  it('that a full store refuses is not tried again before a person says so', async () => {
    refuse = () => 507;
    refusal = '<Error><Code>XMinioStorageFull</Code></Error>';
    const upload = await Upload.resume('s1');
    const refused = send(upload, 1, 'hello');
    await expect(refused).rejects.toThrow('The server has no space left.');
    await expect(refused).rejects.toMatchObject({ source: {} });
  });
});
