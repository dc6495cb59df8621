import type { Reel } from '@aoin/reels-client';
import { useCallback, useState } from 'react';
import { explain } from '../errors.js';
import { age, count } from '../format.js';
import { usePages } from '../hooks.js';
import { navigate } from '../router.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Icon } from '../ui/icon.js';
import { Picture } from '../ui/media.js';
import { Button, Choice, Failure, IconButton, Note, Skeletons } from '../ui/parts.js';
import { useToast } from '../ui/toasts.js';
import { DeleteDialog } from './delete-dialog.js';
import { EditDialog } from './edit-dialog.js';

type Which = 'all' | 'onlyVisible';
const WHICH = (['all', 'onlyVisible'] as const).map((id) => ({ id, label: texts.studio[id] }));
/** Most that one request deletes. */
const MOST_AT_ONCE = 50;

export function MyReels() {
  const { client } = useSession();
  const say = useToast();
  const [which, setWhich] = useState<Which>('all');
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [edited, setEdited] = useState<Reel | null>(null);
  const [doomed, setDoomed] = useState<readonly number[]>([]);
  const list = usePages(
    useCallback(
      (page, signal) => client.listMyReels({ page, per_page: 20, include_all: which === 'all' }, { signal }),
      [client, which],
    ),
  );
  const pick = (id: number, on: boolean) => {
    const next = new Set(picked);
    if (on) {
      next.add(id);
    } else {
      next.delete(id);
    }
    setPicked(next);
  };
  const allPicked = list.items.length > 0 && list.items.slice(0, MOST_AT_ONCE).every((reel) => picked.has(reel.reel_id));
  const pickAll = () => setPicked(new Set(allPicked ? [] : list.items.slice(0, MOST_AT_ONCE).map((reel) => reel.reel_id)));

  const onDeleted = (gone: readonly number[], failed: number) => {
    list.change((reels) => reels.filter((reel) => !gone.includes(reel.reel_id)));
    setPicked(new Set([...picked].filter((id) => !gone.includes(id))));
    setDoomed([]);
    say(failed > 0 ? texts.studio.deleteFailed(failed) : texts.studio.deleted(gone.length));
  };

  if (list.error !== null && list.items.length === 0) {
    return <Failure title={texts.studio.failed} hint={explain(list.error)} onRetry={list.reload} />;
  }
  if (!list.loading && list.items.length === 0) {
    return (
      <Note icon="film" title={texts.studio.empty} hint={texts.studio.emptyHint}>
        <Button look="strong" icon="plus" onClick={() => navigate('/studio/upload')}>
          {texts.studio.emptyAction}
        </Button>
      </Note>
    );
  }
  return (
    <>
      <div className="bar">
        <Choice label={texts.studio.reels} tabs={WHICH} active={which} onPick={setWhich} />
        <label className="check">
          <input type="checkbox" checked={allPicked} onChange={pickAll} /> {texts.studio.selectAll}
        </label>
        {picked.size > 0 && (
          <span className="bar-picked">
            {texts.studio.selected(picked.size)}
            <Button look="danger" icon="trash" onClick={() => setDoomed([...picked])}>
              {texts.studio.delete}
            </Button>
          </span>
        )}
      </div>
      <ul className="own-reels">
        {list.items.map((reel) => (
          <OwnReel
            key={reel.reel_id}
            reel={reel}
            isPicked={picked.has(reel.reel_id)}
            onPick={(on) => pick(reel.reel_id, on)}
            onEdit={() => setEdited(reel)}
            onDelete={() => setDoomed([reel.reel_id])}
          />
        ))}
      </ul>
      {list.loading && <Skeletons count={4} className="rows-loading own-loading" />}
      {!list.loading && list.hasMore && <Button onClick={list.more}>{texts.app.more}</Button>}
      {edited && (
        <EditDialog
          reel={edited}
          onSaved={(changed) => {
            list.change((reels) => reels.map((reel) => (reel.reel_id === changed.reel_id ? changed : reel)));
            setEdited(null);
            say(texts.studio.saved);
          }}
          onClose={() => setEdited(null)}
        />
      )}
      {doomed.length > 0 && <DeleteDialog reelIds={doomed} onDeleted={onDeleted} onClose={() => setDoomed([])} />}
    </>
  );
}

interface OwnReelProps {
  reel: Reel;
  isPicked: boolean;
  onPick: (on: boolean) => void;
  onEdit: () => void;
  onDelete: () => void;
}

function OwnReel({ reel, isPicked, onPick, onEdit, onDelete }: OwnReelProps) {
  const name = reel.product?.product_name ?? texts.studio.reasons.PRODUCT_DELETED;
  const figures = [
    ['eye', reel.views_count, texts.feed.views],
    ['heart', reel.likes_count, texts.feed.likes],
    ['share', reel.shares_count, texts.feed.shares],
  ] as const;
  return (
    <li className={isPicked ? 'own-reel is-picked' : 'own-reel'}>
      <input type="checkbox" aria-label={texts.studio.select(name)} checked={isPicked} onChange={(e) => onPick(e.target.checked)} />
      <Picture url={reel.thumbnail_url} isHidden={!reel.is_visible} />
      <div className="own-words">
        <b>{name}</b>
        <p>{reel.description}</p>
        <span className="badges">
          {reel.is_visible && <span className="badge is-good">{texts.studio.visible}</span>}
          {reel.disabling_reasons.map((reason) => (
            <span key={reason} className="badge is-warn">
              {texts.studio.reasons[reason]}
            </span>
          ))}
          {reel.processing === 'pending' && <span className="badge">{texts.studio.processing}</span>}
          <small>{age(reel.created_at)}</small>
        </span>
      </div>
      <div className="own-figures">
        {figures.map(([icon, n, words]) => (
          <span key={icon} aria-label={words(n)} role="img">
            <Icon name={icon} /> {count(n)}
          </span>
        ))}
      </div>
      <div className="own-actions">
        <IconButton icon="play" label={texts.studio.watch} onClick={() => navigate(`/reel/${reel.reel_id}`)} disabled={!reel.is_visible} />
        <IconButton icon="edit" label={texts.studio.edit} onClick={onEdit} />
        <IconButton icon="trash" label={texts.studio.delete} onClick={onDelete} />
      </div>
    </li>
  );
}
