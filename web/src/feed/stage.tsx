import type { Reel, ReelViewTracker } from '@aoin/reels-client';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import { explain } from '../errors.js';
import { texts } from '../texts.js';
import { Button, Failure, IconButton, Note, Spoken } from '../ui/parts.js';
import { useFeedKeys } from './keys.js';
import { ReelCard, type ReelActions } from './reel-card.js';

interface StageProps {
  reels: readonly Reel[];
  hasMore: boolean;
  loading: boolean;
  error: unknown;
  onNearEnd: () => void;
  actions: ReelActions;
  tracker: ReelViewTracker;
  muted: boolean;
}

/** How many reels before the end the next page is asked for. */
const AHEAD = 4;
/** How long the next reel waits for the first one to play. */
const LONGEST_ALONE_MS = 3000;

/**
 * Reels one below the other, each as high as the stage, one at a time. Only the one on screen and its neighbours exist:
 * the page stays as light after a thousand reels as after three.
 */
export function Stage({ reels, hasMore, loading, error, onNearEnd, actions, tracker, muted }: StageProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const [hasBegun, setBegun] = useState(false);
  // Until the first clip plays, everything is there for it alone.
  const showsNext = hasBegun || current > 0;
  // Of one reel: the next one plays.
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const paused = pausedAt === current;
  const setPaused = (pause: boolean) => setPausedAt(pause ? current : null);
  const slots = reels.length + 1;

  const goTo = useCallback((index: number) => {
    const element = scroller.current;
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    element?.scrollTo({ top: index * element.clientHeight, behavior: smooth ? 'smooth' : 'instant' });
  }, []);

  useEffect(() => {
    const element = scroller.current!;
    const look = () => setCurrent(Math.round(element.scrollTop / element.clientHeight));
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, []);

  // When the window changes its height, what was on screen stays on screen.
  const shown = useRef(current);
  useLayoutEffect(() => {
    shown.current = current;
  }, [current]);
  useEffect(() => {
    const element = scroller.current!;
    const resized = new ResizeObserver(() => element.scrollTo({ top: shown.current * element.clientHeight, behavior: 'instant' }));
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  useEffect(() => {
    if (hasMore && error === null && current >= reels.length - AHEAD) {
      onNearEnd();
    }
  }, [current, reels.length, hasMore, error, onNearEnd]);

  const reel = reels[current];
  useFeedKeys({
    next: () => goTo(Math.min(current + 1, slots - 1)),
    previous: () => goTo(Math.max(current - 1, 0)),
    togglePlay: () => setPaused(!paused),
    toggleSound: actions.toggleSound,
    like: () => reel && actions.like(reel, false),
    follow: () => reel && actions.follow(reel),
    share: () => reel && actions.share(reel),
    help: actions.showKeys,
  });

  useEffect(() => {
    const timer = setTimeout(() => setBegun(true), LONGEST_ALONE_MS);
    return () => clearTimeout(timer);
  }, []);

  const around = [current - 1, current, current + 1].filter((index) => index >= 0 && index < slots);
  return (
    <>
      {/* It scrolls, so it has to be reachable by keyboard. */}
      <div className="stage" ref={scroller} tabIndex={0} role="feed" aria-label={texts.feed.title} aria-busy={loading}>
        <div className="stage-track" style={{ '--slots': slots } as CSSProperties}>
          {around.map((index) => (
            <div key={index} className="stage-slot" style={{ '--slot': index } as CSSProperties}>
              {index > current && !showsNext ? null : reels[index] ? (
                <ReelCard
                  key={reels[index].reel_id}
                  reel={reels[index]}
                  position={index + 1}
                  of={hasMore ? -1 : reels.length}
                  stage={index === current ? 'playing' : index > current ? 'next' : 'still'}
                  onBegin={() => setBegun(true)}
                  paused={paused}
                  onPause={setPaused}
                  muted={muted}
                  tracker={tracker}
                  actions={actions}
                />
              ) : (
                <End hasMore={hasMore} error={error} onMore={onNearEnd} onTop={() => goTo(0)} />
              )}
            </div>
          ))}
        </div>
      </div>
      <div className="stage-arrows">
        <IconButton icon="up" label={texts.feed.previous} disabled={current === 0} onClick={() => goTo(current - 1)} />
        <IconButton icon="down" label={texts.feed.next} disabled={current >= slots - 1} onClick={() => goTo(current + 1)} />
      </div>
      <div role="status">
        <Spoken>{reel ? announcement(reel, current + 1, hasMore ? null : reels.length) : ''}</Spoken>
      </div>
    </>
  );
}

function announcement(reel: Reel, position: number, of: number | null): string {
  const product = reel.product?.product_name ?? reel.description;
  const merchant = reel.merchant ? ` ${texts.feed.by(reel.merchant.business_name)}` : '';
  return `${texts.feed.position(position, of)}: ${product}${merchant}`;
}

interface EndProps {
  hasMore: boolean;
  error: unknown;
  onMore: () => void;
  onTop: () => void;
}

function End({ hasMore, error, onMore, onTop }: EndProps) {
  if (error !== null) {
    return <Failure title={texts.feed.failed} hint={explain(error)} onRetry={onMore} />;
  }
  if (hasMore) {
    return <span className="skeleton stage-more" />;
  }
  return (
    <Note icon="check" title={texts.feed.end} hint={texts.feed.endHint}>
      <Button look="strong" icon="up" onClick={onTop}>
        {texts.feed.toTop}
      </Button>
    </Note>
  );
}
