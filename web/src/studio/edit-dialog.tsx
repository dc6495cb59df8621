import type { Reel } from '@aoin/reels-client';
import { useState, type FormEvent } from 'react';
import { explain } from '../errors.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Dialog } from '../ui/dialog.js';
import { Button } from '../ui/parts.js';

export const LONGEST_DESCRIPTION = 5000;
/** As the service counts: a smiley is one. */
export const lengthOf = (text: string) => [...text.trim()].length;

interface EditDialogProps {
  reel: Reel;
  onSaved: (reel: Reel) => void;
  onClose: () => void;
}

export function EditDialog({ reel, onSaved, onClose }: EditDialogProps) {
  const { client } = useSession();
  const [text, setText] = useState(reel.description);
  const [failure, setFailure] = useState<string | null>(null);
  const length = lengthOf(text);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      onSaved((await client.updateReel(reel.reel_id, { description: text })).data);
    } catch (error) {
      setFailure(explain(error));
    }
  };
  return (
    <Dialog title={texts.studio.edit} onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <label className="field">
          {texts.studio.description}
          <textarea value={text} rows={5} onChange={(event) => setText(event.target.value)} />
        </label>
        <p className={length > LONGEST_DESCRIPTION ? 'field-error' : 'field-hint'}>
          {texts.studio.characters(length, LONGEST_DESCRIPTION)}
        </p>
        {failure && (
          <p className="field-error" role="alert">
            {failure}
          </p>
        )}
        <div className="form-actions">
          <Button onClick={onClose}>{texts.app.cancel}</Button>
          <button type="submit" className="button button-strong" disabled={length === 0 || length > LONGEST_DESCRIPTION}>
            {texts.studio.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
