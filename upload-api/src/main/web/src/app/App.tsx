import { AdminPage } from '../admin/AdminPage';
import { SessionPage } from '../session/SessionPage';
import { SessionList } from '../sessions/SessionList';
import { UploadPanel } from '../upload/UploadPanel';
import type { RecordingUploader } from '../upload/uploader';
import { Header } from './Header';
import { follow, route } from './router';

export function App({ uploader }: { uploader: RecordingUploader }) {
  const at = route.value;
  return (
    <>
      <Header />
      <main>
        {/* Hidden rather than removed: the uploads go on while something else is looked at. */}
        <div hidden={at.page !== 'home'} class="home">
          <h1 class="visually-hidden">Whisper Notes</h1>
          <UploadPanel uploader={uploader} />
          <SessionList />
        </div>
        {at.page === 'session' && <SessionPage key={at.id} id={at.id} />}
        {at.page === 'admin' && <AdminPage />}
        {at.page === 'unknown' && (
          <p class="empty">
            There is nothing at this address.{' '}
            <a href="/" onClick={follow}>
              Back to your recordings
            </a>
          </p>
        )}
      </main>
    </>
  );
}
