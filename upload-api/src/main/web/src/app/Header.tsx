import { connection } from '../sessions/store';
import { sending } from '../upload/sending';
import { percent } from './format';
import { follow, route } from './router';
import { nextTheme, theme } from './theme';

const CONNECTION: Record<string, string> = {
  connecting: 'Connecting…',
  live: 'Live',
  polling: 'Updating every few seconds',
  waiting: 'Connection lost, trying again',
  ended: 'Not connected',
};

export function Header() {
  const page = route.value.page;
  return (
    <header class="top">
      <a class="brand" href="/" onClick={follow}>
        <img src="/favicon.svg" alt="" width="26" height="26" />
        <span>Whisper Notes</span>
      </a>
      <Sending />
      <nav aria-label="Main">
        <a href="/" onClick={follow} aria-current={page === 'home' ? 'page' : undefined}>
          Recordings
        </a>
        <a href="/admin" onClick={follow} aria-current={page === 'admin' ? 'page' : undefined}>
          Failed messages
        </a>
      </nav>
      <span class="dot" data-state={connection.value} role="status" title={CONNECTION[connection.value]}>
        <span class="visually-hidden">{CONNECTION[connection.value]}</span>
      </span>
      <button
        class="theme"
        onClick={nextTheme}
        title="Light, dark or as the system"
        aria-label={`Theme: ${theme.value}`}
      >
        {theme.value === 'dark' ? '☾' : theme.value === 'light' ? '☀' : '◐'}
      </button>
    </header>
  );
}

/** Uploads are seen from every page of the page. */
function Sending() {
  const shares = [...sending.value.values()].filter((upload) => !upload.stopped);
  if (shares.length === 0) return null;
  const mean = shares.reduce((sum, share) => sum + share.percent, 0) / shares.length;
  return (
    <a class="sending" href="/" onClick={follow}>
      <span>Uploading </span>
      {percent(mean)}
    </a>
  );
}
