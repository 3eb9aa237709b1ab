import { useEffect, useState } from 'preact/hooks';
import { getVersions, type Version } from '../api/sessions';
import { when } from '../app/format';
import type { SessionModel } from './model';

/** Which run's results are shown; nothing as long as there is only one. */
export function Versions({ model, run }: { model: SessionModel; run: number }) {
  const [versions, setVersions] = useState<Version[]>([]);
  useEffect(() => {
    let open = true;
    getVersions(model.id).then(
      (found) => open && setVersions(found),
      (error: unknown) => console.warn('Earlier versions could not be listed', error),
    );
    return () => {
      open = false;
    };
  }, [model, run]);
  if (versions.length < 2) return null;
  const newest = versions[0]?.run;
  return (
    <label class="versions">
      <span>Version</span>
      <select
        value={String(model.run.value ?? newest)}
        onChange={(e) => {
          const chosen = Number(e.currentTarget.value);
          model.showRun(chosen === newest ? undefined : chosen);
        }}
      >
        {versions.map(({ run, at }) => (
          <option key={run} value={run}>
            {run === newest ? 'Current' : `Run ${run}`}, {when(at)}
          </option>
        ))}
      </select>
    </label>
  );
}
