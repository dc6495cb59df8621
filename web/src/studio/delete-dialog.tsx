import { useState } from 'react';
import { explain } from '../errors.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Dialog } from '../ui/dialog.js';
import { Button } from '../ui/parts.js';

interface DeleteDialogProps {
  reelIds: readonly number[];
  onDeleted: (gone: readonly number[], failed: number) => void;
  onClose: () => void;
}

/** Asks once more; one reel is deleted by itself, several in one request. */
export function DeleteDialog({ reelIds, onDeleted, onClose }: DeleteDialogProps) {
  const { client } = useSession();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [only] = reelIds;
  const remove = async () => {
    setBusy(true);
    try {
      if (reelIds.length === 1 && only !== undefined) {
        await client.deleteReel(only);
        onDeleted(reelIds, 0);
      } else {
        const { data } = await client.deleteReels([...reelIds]);
        const gone = data.results.filter((result) => result.status === 'success').map((result) => result.reel_id);
        onDeleted(gone, data.summary.failed);
      }
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={reelIds.length === 1 ? texts.studio.deleteOne : texts.studio.deleteMany(reelIds.length)}
      hint={texts.studio.deleteHint}
      onClose={onClose}
    >
      {failure && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
      <div className="form-actions">
        <Button onClick={onClose}>{texts.app.cancel}</Button>
        <Button look="strong" icon="trash" disabled={busy} onClick={() => void remove()}>
          {texts.studio.delete}
        </Button>
      </div>
    </Dialog>
  );
}
