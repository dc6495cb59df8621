import type { Reel, ReelViewTracker } from '@aoin/reels-client';
import { useEffect, useRef, useState } from 'react';
import { count } from '../format.js';
import { Link } from '../router.js';
import { texts } from '../texts.js';
import { Icon } from '../ui/icon.js';
import { Avatar } from '../ui/parts.js';
import { ProductCard } from './product-card.js';
import { ReelVideo, type ReelStage } from './reel-video.js';

export interface ReelActions {
  /** @param onlyLike whether a like that is there already stays */
  like: (reel: Reel, onlyLike: boolean) => void;
  follow: (reel: Reel) => void;
  share: (reel: Reel) => void;
  toggleSound: () => void;
  showKeys: () => void;
}

interface ReelCardProps {
  reel: Reel;
  position: number;
  of: number;
  stage: ReelStage;
  onBegin: () => void;
  paused: boolean;
  onPause: (paused: boolean) => void;
  muted: boolean;
  tracker: ReelViewTracker;
  actions: ReelActions;
}

/** How long a tap waits for a second one. */
const DOUBLE_TAP_MS = 260;

export function ReelCard({ reel, position, of, stage, onBegin, paused, onPause, muted, tracker, actions }: ReelCardProps) {
  const [burst, setBurst] = useState(0);
  const tap = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(tap.current), []);

  const onTap = (viaKeyboard: boolean) => {
    if (viaKeyboard) {
      onPause(!paused);
    } else if (tap.current === undefined) {
      tap.current = setTimeout(() => {
        tap.current = undefined;
        onPause(!paused);
      }, DOUBLE_TAP_MS);
    } else {
      clearTimeout(tap.current);
      tap.current = undefined;
      setBurst((n) => n + 1);
      actions.like(reel, true);
    }
  };

  const name = reel.product?.product_name ?? texts.feed.position(position, of < 0 ? null : of);
  return (
    <article className="reel" aria-posinset={position} aria-setsize={of} aria-label={name} inert={stage !== 'playing'}>
      <div className={isWide(reel) ? 'reel-picture is-wide' : 'reel-picture'}>
        {reel.thumbnail_url && (
          <>
            {isWide(reel) && <img className="reel-backdrop" src={reel.thumbnail_url} alt="" />}
            <img className="reel-still" src={reel.thumbnail_url} alt="" />
          </>
        )}
        <ReelVideo reel={reel} stage={stage} onBegin={onBegin} paused={paused} muted={muted} tracker={tracker} />
        <button
          type="button"
          className="reel-tap"
          aria-label={paused ? texts.feed.play : texts.feed.pause}
          onClick={(event) => onTap(event.detail === 0)}
        >
          {paused && stage === 'playing' && (
            <span className="reel-paused">
              <Icon name="play" filled />
            </span>
          )}
        </button>
        {burst > 0 && (
          <span key={burst} className="reel-burst" aria-hidden="true">
            <Icon name="heart" filled />
          </span>
        )}
      </div>
      <Rail reel={reel} muted={muted} actions={actions} />
      <div className="reel-info">
        <Merchant reel={reel} onFollow={() => actions.follow(reel)} />
        <Description text={reel.description} />
        <ProductCard reel={reel} />
      </div>
    </article>
  );
}

/** Thumbnails are wide: of an upright clip the middle is the clip, of others all of it. */
function isWide(reel: Reel): boolean {
  const [width = 9, height = 16] = reel.resolution.split('x').map(Number);
  return width / height > 0.7;
}

function Rail({ reel, muted, actions }: { reel: Reel; muted: boolean; actions: ReelActions }) {
  return (
    <div className="reel-rail">
      <button
        type="button"
        className={reel.is_liked ? 'rail-button is-liked' : 'rail-button'}
        aria-pressed={reel.is_liked}
        aria-label={`${texts.feed.like}, ${texts.feed.likes(reel.likes_count)}`}
        onClick={() => actions.like(reel, false)}
      >
        <span>
          <Icon name="heart" filled={reel.is_liked} />
        </span>
        {count(reel.likes_count)}
      </button>
      <button
        type="button"
        className="rail-button"
        aria-label={`${texts.feed.share}, ${texts.feed.shares(reel.shares_count)}`}
        onClick={() => actions.share(reel)}
      >
        <span>
          <Icon name="share" />
        </span>
        {count(reel.shares_count)}
      </button>
      <button
        type="button"
        className="rail-button"
        aria-pressed={!muted}
        aria-label={texts.feed.unmute}
        onClick={actions.toggleSound}
      >
        <span>
          <Icon name={muted ? 'muted' : 'sound'} />
        </span>
      </button>
    </div>
  );
}

function Merchant({ reel, onFollow }: { reel: Reel; onFollow: () => void }) {
  const merchant = reel.merchant;
  if (!merchant) {
    return null;
  }
  const label = merchant.is_following ? texts.feed.unfollowOf : texts.feed.followOf;
  return (
    <div className="reel-merchant">
      <Link href={`/merchant/${merchant.merchant_id}`}>
        <Avatar name={merchant.business_name} />
        <b>{merchant.business_name}</b>
      </Link>
      <button
        type="button"
        className="follow"
        aria-pressed={merchant.is_following}
        aria-label={label(merchant.business_name)}
        onClick={onFollow}
      >
        {merchant.is_following ? texts.feed.unfollow : texts.feed.follow}
      </button>
    </div>
  );
}

/** Beyond so many letters, two lines of a phone do not hold it; nor do seven of a desktop. */
const LONG = 90;
const VERY_LONG = 240;

/** A few lines, until somebody wants to read on. */
function Description({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const isLong = text.length > LONG;
  const look = ['reel-text', open || !isLong ? 'is-open' : '', text.length > VERY_LONG ? 'is-very-long' : ''];
  return (
    <div className={look.join(' ')}>
      <p>{text}</p>
      {isLong && (
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? texts.feed.collapse : texts.feed.expand}
        </button>
      )}
    </div>
  );
}
