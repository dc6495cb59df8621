import type { ModerationEntry } from '@aoin/reels-client';
import { useState } from 'react';
import { explain } from '../errors.js';
import { date } from '../format.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';

/** What was decided about a reel before; read when somebody wants to know. */
export function History({ reelId }: { reelId: number }) {
  const { client } = useSession();
  const [entries, setEntries] = useState<ModerationEntry[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const open = (isOpen: boolean) => {
    if (isOpen && entries === null) {
      client.listModerations(reelId).then(
        ({ data }) => setEntries(data),
        (error: unknown) => setFailure(explain(error)),
      );
    }
  };
  return (
    <details className="history" onToggle={(event) => open(event.currentTarget.open)}>
      <summary>{texts.moderation.history}</summary>
      {failure && <p className="field-error">{failure}</p>}
      {entries?.length === 0 && <p className="field-hint">{texts.moderation.noHistory}</p>}
      <ol>
        {entries?.map((entry) => (
          <li key={entry.moderation_id}>
            <b>{texts.moderation.actions[entry.action]}</b> {texts.moderation.by(entry.moderated_by)}, {date(entry.moderated_at)}
            {entry.reason && <> – {entry.reason}</>}
          </li>
        ))}
      </ol>
    </details>
  );
}
