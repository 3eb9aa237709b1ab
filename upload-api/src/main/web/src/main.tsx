import { render } from 'preact';
import { App } from './app/App';
import { startTheme } from './app/theme';
import { startSessions } from './sessions/store';
import { createUploader } from './upload/uploader';
import './style/base.css';
import './style/frame.css';
import './style/home.css';
import './style/uppy.css';
import './style/uppy-rows.css';
import './style/player.css';
import './style/session.css';
import './style/notes.css';
import './style/admin.css';

const root = document.getElementById('app');
if (root) {
  startTheme();
  startSessions();
  render(<App uploader={createUploader()} />, root);
}
