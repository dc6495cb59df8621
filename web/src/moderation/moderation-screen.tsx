import type { ModeratedReel, Reel } from '@aoin/reels-client';
import { ApiError } from '@aoin/reels-client';
import { useCallback, useState } from 'react';
import { explain } from '../errors.js';
import { age, clock } from '../format.js';
import { usePages, useTitle } from '../hooks.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Button, Choice, Failure, Note, Skeletons } from '../ui/parts.js';
import { ClipPlayer } from '../ui/media.js';
import { useToast } from '../ui/toasts.js';
import { History } from './history.js';
import { RejectDialog } from './reject-dialog.js';
import '../styles/pages.css';
import '../styles/studio.css';

type Queue = 'pending' | 'live';
const QUEUES = (['pending', 'live'] as const).map((id) => ({ id, label: texts.moderation[id] }));

/** Where admins decide what everybody sees. */
export default function ModerationScreen() {
  const { client, user, askToSignIn } = useSession();
  const [queue, setQueue] = useState<Queue>('pending');
  useTitle(texts.moderation.title);
  const list = usePages(
    useCallback(
      async (page: number, signal: AbortSignal): Promise<{ data: (Reel | ModeratedReel)[]; pagination: { has_next: boolean; total: number } }> => {
        if (user === null) {
          return { data: [], pagination: { has_next: false, total: 0 } };
        }
        const query = { page, per_page: 20 };
        return queue === 'pending' ? client.listPendingReels(query, { signal }) : client.listPublicReels(query, { signal });
      },
      [client, user, queue],
    ),
  );
  const refused = list.error instanceof ApiError && list.error.status === 403;
  if (user === null || refused) {
    return (
      <Note icon="moderation" title={texts.moderation.notAdmin} hint={texts.moderation.notAdminHint}>
        <Button look="strong" onClick={askToSignIn}>
          {texts.session.signIn}
        </Button>
      </Note>
    );
  }
  return (
    <div className="page">
      <header className="page-head">
        <h1>{texts.moderation.title}</h1>
        <Choice label={texts.moderation.title} tabs={QUEUES} active={queue} onPick={setQueue} />
      </header>
      {list.error !== null ? (
        <Failure title={texts.moderation.failed} hint={explain(list.error)} onRetry={list.reload} />
      ) : (
        <>
          <ul className="cases">
            {list.items.map((reel) => (
              <Case
                key={reel.reel_id}
                reel={reel}
                isPending={queue === 'pending'}
                onDone={() => list.change((reels) => reels.filter((other) => other.reel_id !== reel.reel_id))}
                onUndone={list.reload}
              />
            ))}
          </ul>
          {list.loading && <Skeletons count={3} className="rows-loading case-loading" />}
          {!list.loading && list.items.length === 0 && (
            <Note
              icon="check"
              title={queue === 'pending' ? texts.moderation.empty : texts.moderation.emptyLive}
              hint={texts.moderation.emptyHint}
            >
              {queue === 'pending' && <Button onClick={() => setQueue('live')}>{texts.moderation.seeLive}</Button>}
            </Note>
          )}
          {!list.loading && list.hasMore && <Button onClick={list.more}>{texts.app.more}</Button>}
        </>
      )}
    </div>
  );
}

interface CaseProps {
  reel: Reel | ModeratedReel;
  isPending: boolean;
  onDone: () => void;
  onUndone: () => void;
}

function Case({ reel, isPending, onDone, onUndone }: CaseProps) {
  const { client } = useSession();
  const say = useToast();
  const [rejecting, setRejecting] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = reel.product?.product_name ?? texts.studio.reasons.PRODUCT_DELETED;

  const decide = async (decision: () => Promise<unknown>, said: string, canUndo: boolean) => {
    setBusy(true);
    try {
      await decision();
      setRejecting(false);
      onDone();
      const undo = { label: texts.moderation.undo, run: () => void client.approveReel(reel.reel_id).then(onUndone, (e: unknown) => say(explain(e))) };
      say(`${name}: ${said}`, canUndo ? undo : undefined);
    } catch (error) {
      setBusy(false);
      say(`${texts.moderation.failedOn}: ${explain(error)}`);
    }
  };
  return (
    <li className="case card">
      <ClipPlayer url={reel.video_url} poster={reel.thumbnail_url} isHidden={!reel.is_visible} label={name} />
      <div className="case-words">
        <h2>{name}</h2>
        <p className="case-by">
          {[reel.merchant?.business_name, age(reel.created_at), clock(reel.duration_seconds)].filter(Boolean).join(' · ')}
        </p>
        <p>{reel.description}</p>
        <span className="badges">
          {reel.disabling_reasons.map((reason) => (
            <span key={reason} className="badge is-warn">
              {texts.studio.reasons[reason]}
            </span>
          ))}
        </span>
        <History reelId={reel.reel_id} />
      </div>
      <div className="case-actions">
        {isPending ? (
          <Button look="strong" icon="check" disabled={busy} onClick={() => void decide(() => client.approveReel(reel.reel_id, { description: reel.description }), texts.moderation.approved, false)}>
            {texts.moderation.approve}
          </Button>
        ) : (
          <Button icon="hidden" disabled={busy} onClick={() => void decide(() => client.hideReel(reel.reel_id), texts.moderation.hidden, true)}>
            {texts.moderation.hide}
          </Button>
        )}
        <Button look="danger" icon="close" disabled={busy} onClick={() => setRejecting(true)}>
          {texts.moderation.reject}
        </Button>
      </div>
      {rejecting && (
        <RejectDialog
          onReject={(reason) =>
            void decide(() => client.rejectReel(reel.reel_id, { rejection_reason: reason }), texts.moderation.rejected, true)
          }
          onClose={() => setRejecting(false)}
        />
      )}
    </li>
  );
}
