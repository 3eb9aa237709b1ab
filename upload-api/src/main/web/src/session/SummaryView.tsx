import type { CitedLine, Summary } from '../api/types';
import { clock, secondsOf } from '../app/format';
import type { Playback } from './playback';

/** The summary: every line says where it was said. */
export function SummaryView({ summary, playback }: { summary: Summary; playback: Playback }) {
  const chapters = summary.chapters.filter(({ lines }) => lines.length > 0);
  const empty = [summary.overview, chapters, summary.decisions, summary.open_questions].every(
    (p) => p.length === 0,
  );
  return (
    <section class="panel summary" aria-labelledby="summary-title">
      <h2 id="summary-title">Summary</h2>
      {empty && <p class="empty">There was too little to summarise.</p>}
      <Lines lines={summary.overview} playback={playback} />
      <Titled title="Decisions" lines={summary.decisions} playback={playback} />
      <Titled title="Open questions" lines={summary.open_questions} playback={playback} />
      {chapters.length > 0 && (
        <details>
          <summary>Chapters</summary>
          {chapters.map((chapter) => (
            <div key={chapter.start}>
              <h3>
                {chapter.title}{' '}
                <button class="time" onClick={() => playback.seek(chapter.start)}>
                  {clock(chapter.start)}
                </button>
              </h3>
              <Lines lines={chapter.lines} playback={playback} />
            </div>
          ))}
        </details>
      )}
      <p class="made-by">Made by {summary.model || summary.engine}</p>
    </section>
  );
}

function Titled({ title, lines, playback }: { title: string; lines: CitedLine[]; playback: Playback }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Lines lines={lines} playback={playback} />
    </>
  );
}

function Lines({ lines, playback }: { lines: CitedLine[]; playback: Playback }) {
  return (
    <ul class="cited">
      {lines.map((line) => (
        <li key={`${line.timestamp} ${line.text}`}>
          {line.text}{' '}
          <button
            class="time"
            onClick={() => playback.seek(secondsOf(line.timestamp))}
            title="Play where it was said"
          >
            {clock(secondsOf(line.timestamp))}
          </button>
        </li>
      ))}
    </ul>
  );
}
