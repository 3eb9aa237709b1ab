/** What Whisper understands, in the languages' English names. */
const CODES =
  'af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh yue'.split(
    ' ',
  );

const names = new Intl.DisplayNames(['en'], { type: 'language' });

export function languageName(code: string): string {
  return names.of(code === 'jw' ? 'jv' : code) ?? code;
}

export const LANGUAGES: readonly (readonly [string, string])[] = CODES.map(
  (code) => [code, languageName(code)] as const,
).sort(([, a], [, b]) => a.localeCompare(b));
