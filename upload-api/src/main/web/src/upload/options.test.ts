import { expect, test } from 'vitest';
import { changed } from './options';

test('an option that is taken back is not sent', () => {
  const options = changed({ todosEngine: 'endpoint', todosModel: 'qwen3:8b' }, { todosEngine: undefined });
  expect(options).toEqual({ todosModel: 'qwen3:8b' });
});

test('a change leaves the other options as they are', () => {
  const options = changed({ hotwords: ['Flyway'], todosLanguage: 'de' }, { todosInstructions: 'Short.' });
  expect(options).toEqual({ hotwords: ['Flyway'], todosLanguage: 'de', todosInstructions: 'Short.' });
});
