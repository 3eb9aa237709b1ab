import { expect, it } from 'vitest';
import { FrameReader, type Frame } from './frames';

function read(...pieces: string[]): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  pieces.forEach((piece) => reader.read(piece));
  return frames;
}

it('reads the same, wherever the text is cut', () => {
  const text =
    'retry: 2000\r\n\r\n: hello\nid: 5-0\nevent: progress\ndata: {"a":\ndata: 1}\n\nid: 6-0\r\n\r\ndata:x\n\n';
  const whole = read(text);
  expect(whole).toEqual([
    { event: 'progress', data: '{"a":\n1}', id: '5-0' },
    { event: '', data: undefined, id: '6-0' },
    { event: '', data: 'x', id: '6-0' },
  ]);
  expect(read(...Array.from(text))).toEqual(whole);
});

it('does not report a frame that was never finished', () => {
  expect(read('data: x\n')).toEqual([]);
});
