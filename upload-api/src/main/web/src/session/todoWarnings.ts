const SENTENCES: Readonly<Record<string, string>> = {
  'todos-engine-away': 'The language model did not answer: lines are quoted instead.',
  'todos-reply-unusable': "The language model's answer could not be used for a part: its lines are quoted.",
  'todos-engine-not-configured': 'The chosen engine is not set up on this server: lines are quoted.',
  'todos-model-not-configured': "The chosen model is not set up on this server: the engine's own was used.",
  'todos-quoted-in-language-of-talk': 'Quotes stay in the language of the talk.',
  'todos-unsupported-dropped': 'Some claims were left out, because nobody said so where they point to.',
};

/** What to tell the person; a code that this page does not know yet is told as it is. */
export function warningSentences(codes: readonly string[] | undefined): string[] {
  return (codes ?? []).map((code) => SENTENCES[code] ?? code);
}
