import { md5 } from '@noble/hashes/legacy.js';

// Off the page's own thread: a 16 MiB part takes long enough to make scrolling stutter.
self.onmessage = async ({ data }: MessageEvent<{ id: number; part: Blob }>) => {
  try {
    const digest = md5(new Uint8Array(await data.part.arrayBuffer()));
    self.postMessage({ id: data.id, digest: btoa(String.fromCharCode(...digest)) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error) });
  }
};
