import { downloadUrl, type DownloadKind } from '../api/sessions';
import type { Session } from '../api/types';

const KINDS: readonly (readonly [DownloadKind, string])[] = [
  ['md', 'Markdown'],
  ['txt', 'Text'],
  ['srt', 'Subtitles .srt'],
  ['vtt', 'Subtitles .vtt'],
  ['transcript.json', 'transcript.json'],
];

interface Props {
  session: Session;
  run: number | undefined;
  todos: boolean;
  summary: boolean;
}

export function Downloads({ session, run, todos, summary }: Props) {
  const kinds = [...KINDS];
  if (todos) kinds.push(['todos.json', 'todos.json']);
  if (summary) kinds.push(['summary.json', 'summary.json']);
  return (
    <section class="panel downloads" aria-labelledby="downloads-title">
      <h2 id="downloads-title">Downloads</h2>
      <ul>
        {kinds.map(([kind, label]) => (
          <li key={kind}>
            <a href={downloadUrl(session.id, kind, run)} download>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
