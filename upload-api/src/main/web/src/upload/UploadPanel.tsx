import { effect } from '@preact/signals';
import type { Body } from '@uppy/core';
import Dashboard from '@uppy/dashboard';
import { useEffect, useRef } from 'preact/hooks';
import { dark } from '../app/theme';
import { getUserOptions } from '../api/sessions';
import { KeepOptions } from './KeepOptions';
import { OptionsForm } from './OptionsForm';
import { nextOptions, type RecordingMeta, type RecordingUploader } from './uploader';
import '@uppy/core/css/style.min.css';
import '@uppy/dashboard/css/style.min.css';

/** Where recordings are dropped; stays mounted, so that looking at a session does not end an upload. */
export function UploadPanel({ uploader }: { uploader: RecordingUploader }) {
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The server applies them anyway; here they are shown. Without them the form is simply empty.
    getUserOptions().then(
      (kept) => (nextOptions.value = { ...kept, ...nextOptions.value }),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    if (!target.current) return;
    uploader.use(Dashboard, {
      target: target.current,
      inline: true,
      width: '100%',
      height: 260,
      // Its time estimate begins with hours; the list has one that waits until it knows.
      hideProgressDetails: true,
      proudlyDisplayPoweredByUppy: false,
      disableThumbnailGenerator: true,
      singleFileFullScreen: false,
      showRemoveButtonAfterComplete: false,
      fileManagerSelectionType: 'files',
      locale: {
        strings: {
          dropPasteFiles: 'Drop recordings here or %{browseFiles}',
          browseFiles: 'choose files',
          uploadXFiles: {
            '0': 'Transcribe %{smart_count} recording',
            '1': 'Transcribe %{smart_count} recordings',
          },
        },
      },
    });
    const follow = effect(() =>
      uploader
        .getPlugin<Dashboard<RecordingMeta, Body>>('Dashboard')
        ?.setOptions({ theme: dark.value ? 'dark' : 'light' }),
    );
    return () => {
      follow();
      const dashboard = uploader.getPlugin('Dashboard');
      if (dashboard) uploader.removePlugin(dashboard);
    };
  }, [uploader]);
  return (
    <section class="upload" aria-label="Upload recordings">
      <div ref={target} />
      <p class="upload-note">
        Audio or video, minutes to hours, many GB if need be. An upload goes on after a lost connection or a
        reload.
      </p>
      <details class="upload-options">
        <summary>Options for the next recordings</summary>
        <OptionsForm value={nextOptions.value} onChange={(options) => (nextOptions.value = options)} />
        <KeepOptions options={nextOptions.value} />
      </details>
    </section>
  );
}
