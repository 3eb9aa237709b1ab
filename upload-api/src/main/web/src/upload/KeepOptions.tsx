import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/http';
import { putUserOptions } from '../api/sessions';
import type { SessionOptions } from '../api/types';

/** Makes these options those of all the user's recordings that come without their own, also by curl or S3. */
export function KeepOptions({ options }: { options: SessionOptions }) {
  const [said, setSaid] = useState('');
  const keep = async () => {
    try {
      await putUserOptions(options);
      setSaid('Kept for all recordings that come without options.');
    } catch (caught) {
      setSaid(sentenceOf(caught));
    }
  };
  return (
    <p class="options-keep">
      <button type="button" onClick={() => void keep()}>
        Keep for all my recordings
      </button>{' '}
      <span role="status">{said}</span>
    </p>
  );
}
