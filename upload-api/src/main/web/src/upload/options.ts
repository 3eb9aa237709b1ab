import type { SessionOptions } from '../api/types';

/** What is to change; undefined or empty takes an option back. */
export type Patch = { [K in keyof SessionOptions]?: SessionOptions[K] | undefined };

/** Without what was taken back, so that the user's own and the server's defaults hold again. */
export function changed(value: SessionOptions, patch: Patch): SessionOptions {
  return Object.fromEntries(
    Object.entries({ ...value, ...patch }).filter(([, v]) => v !== undefined && v !== ''),
  );
}
