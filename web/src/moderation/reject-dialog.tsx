import { useState, type FormEvent } from 'react';
import { lengthOf } from '../studio/edit-dialog.js';
import { texts } from '../texts.js';
import { Dialog } from '../ui/dialog.js';
import { Button } from '../ui/parts.js';

const LONGEST_REASON = 255;

export function RejectDialog({ onReject, onClose }: { onReject: (reason: string) => void; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const length = lengthOf(reason);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onReject(reason.trim());
  };
  return (
    <Dialog title={texts.moderation.rejectTitle} hint={texts.moderation.rejectHint} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <div className="presets">
          {texts.moderation.presets.map((preset) => (
            <button key={preset} type="button" aria-pressed={reason === preset} onClick={() => setReason(preset)}>
              {preset}
            </button>
          ))}
        </div>
        <label className="field">
          {texts.moderation.reason}
          <textarea value={reason} rows={3} required onChange={(event) => setReason(event.target.value)} />
        </label>
        <p className={length > LONGEST_REASON ? 'field-error' : 'field-hint'}>{texts.studio.characters(length, LONGEST_REASON)}</p>
        <div className="form-actions">
          <Button onClick={onClose}>{texts.app.cancel}</Button>
          <button type="submit" className="button button-strong" disabled={length === 0 || length > LONGEST_REASON}>
            {texts.moderation.reject}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
