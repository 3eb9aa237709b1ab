import { useEffect, useMemo } from 'preact/hooks';
import { clock, joined, when } from '../app/format';
import { follow } from '../app/router';
import type { LiveSession } from '../progress/advance';
import { Bar } from '../sessions/Bar';
import { stateLine, warningSentence } from '../sessions/words';
import { sending } from '../upload/sending';
import { languageName } from '../upload/languages';
import { Actions } from './Actions';
import { CoverageView } from './CoverageView';
import { Downloads } from './Downloads';
import { SessionModel } from './model';
import { Playback } from './playback';
import { Player } from './Player';
import { SummaryView } from './SummaryView';
import { TodoList } from './TodoList';
import { TranscriptView } from './TranscriptView';
import { Versions } from './Versions';

export function SessionPage({ id }: { id: string }) {
  const model = useMemo(() => new SessionModel(id), [id]);
  const playback = useMemo(() => new Playback(), [id]);
  useEffect(() => {
    void model.load();
    return () => model.close();
  }, [model]);
  const session = model.session.value;
  return (
    <article class="session">
      <a class="back" href="/" onClick={follow}>
        ← Recordings
      </a>
      {model.error.value && (
        <p class="notice notice-error" role="alert">
          {model.error.value} <button onClick={() => void model.load()}>Try again</button>
        </p>
      )}
      {session && <Loaded model={model} session={session} playback={playback} />}
    </article>
  );
}

function Loaded({
  model,
  session,
  playback,
}: {
  model: SessionModel;
  session: LiveSession;
  playback: Playback;
}) {
  const transcript = model.transcript.value;
  const summary = model.summary.value;
  const segments = model.segments.value;
  const live = session.status === 'PROCESSING' || session.status === 'QUEUED';
  return (
    <>
      <header class="session-head">
        <h1>{session.filename}</h1>
        <p class="session-facts">{facts(session)}</p>
        <div class="session-tools">
          {session.status === 'COMPLETED' && <Versions model={model} run={session.run ?? 1} />}
          <Actions model={model} session={session} />
        </div>
      </header>
      {session.status !== 'COMPLETED' && <State session={session} />}
      {(transcript?.warnings ?? session.warnings ?? []).map((code) => (
        <p key={code} class="notice">
          {warningSentence(code)}
        </p>
      ))}
      <div class="columns">
        <div class="column-text">
          {session.status !== 'UPLOADING' && <Player session={session} playback={playback} />}
          {transcript && <CoverageView transcript={transcript} playback={playback} />}
          {segments.length > 0 ? (
            <TranscriptView segments={segments} transcript={transcript} playback={playback} live={live} />
          ) : (
            <p class="empty">{emptySentence(session, live)}</p>
          )}
        </div>
        <aside class="column-notes">
          {summary && <SummaryView summary={summary} playback={playback} />}
          <TodoList model={model} playback={playback} />
          {transcript && (
            <Downloads
              session={session}
              run={model.run.value}
              todos={!!model.todos.value}
              summary={!!summary}
            />
          )}
        </aside>
      </div>
    </>
  );
}

function State({ session }: { session: LiveSession }) {
  return (
    <div class="state" data-status={session.status} role="status">
      <p>{stateLine(session, sending.value.get(session.id))}</p>
      <Bar session={session} sending={sending.value.get(session.id)} />
    </div>
  );
}

function facts(session: LiveSession): string {
  return joined([
    session.durationSeconds ? clock(session.durationSeconds) : undefined,
    session.language ? languageName(session.language) : undefined,
    when(session.createdAt),
    session.run && session.run > 1 ? `run ${session.run}` : undefined,
  ]);
}

function emptySentence(session: LiveSession, live: boolean): string {
  if (live) return 'The text appears here as it is heard.';
  if (session.status === 'COMPLETED') return 'No speech was heard in this recording.';
  return 'There is no transcript.';
}
