import { downloadUrl, type DownloadKind } from '../api/sessions';
import type { Session } from '../api/types';

const KINDS: readonly (readonly [DownloadKind, string])[] = [
  ['md', 'Markdown'],
  ['txt', 'Text'],
  ['srt', 'Subtitles .srt'],
  ['vtt', 'Subtitles .vtt'],
  ['transcript.json', 'transcript.json'],
];

export function Downloads({
  session,
  todos,
  summary,
}: {
  session: Session;
  todos: boolean;
  summary: boolean;
}) {
  const base = session.filename.replace(/\.[^.]*$/, '') || 'recording';
  const kinds = [...KINDS];
  if (todos) kinds.push(['todos.json', 'todos.json']);
  if (summary) kinds.push(['summary.json', 'summary.json']);
  return (
    <section class="panel downloads" aria-labelledby="downloads-title">
      <h2 id="downloads-title">Downloads</h2>
      <ul>
        {kinds.map(([kind, label]) => (
          <li key={kind}>
            <a href={downloadUrl(session.id, kind)} download={`${base}.${kind}`}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
