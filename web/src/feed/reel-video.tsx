import type { Reel, ReelViewTracker } from '@aoin/reels-client';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { texts } from '../texts.js';

/** On screen, about to be, or a picture alone. */
export type ReelStage = 'playing' | 'next' | 'still';

interface ReelVideoProps {
  reel: Reel;
  stage: ReelStage;
  /** Told when it plays for the first time. */
  onBegin: () => void;
  paused: boolean;
  muted: boolean;
  tracker: ReelViewTracker;
}

/** The clip: plays while it is on screen, loads while it is next, and is let go once it is passed. */
export function ReelVideo({ stage, ...rest }: ReelVideoProps) {
  return stage === 'still' ? null : <Clip isPlaying={stage === 'playing'} {...rest} />;
}

function Clip({ reel, isPlaying, onBegin, paused, muted, tracker }: Omit<ReelVideoProps, 'stage'> & { isPlaying: boolean }) {
  const ref = useRef<HTMLVideoElement>(null);
  const progress = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  const [broken, setBroken] = useState(false);
  const { reel_id, duration_seconds } = reel;

  // A player that is merely forgotten keeps its buffers and its connection. Before the first paint, which may take its time.
  useLayoutEffect(() => {
    const video = ref.current!;
    video.src = reel.video_url;
    return () => {
      video.removeAttribute('src');
      video.load();
    };
  }, [reel.video_url]);

  // Tracked before it plays, so that its first moment counts.
  useLayoutEffect(() => {
    if (isPlaying) {
      tracker.startTracking({ reel_id, duration_seconds }, ref.current!);
    }
  }, [isPlaying, reel_id, duration_seconds, tracker]);

  useLayoutEffect(() => {
    const video = ref.current!;
    const follow = () => {
      if (isPlaying && !paused && !document.hidden) {
        void play(video);
      } else {
        video.pause();
      }
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, [isPlaying, paused]);

  useEffect(() => {
    ref.current!.muted = muted || !isPlaying;
  }, [muted, isPlaying]);

  return (
    <>
      <video
        ref={ref}
        className={seen ? 'reel-video is-seen' : 'reel-video'}
        muted
        loop
        playsInline
        disablePictureInPicture
        preload="auto"
        tabIndex={-1}
        onPlaying={() => {
          setSeen(true);
          onBegin();
        }}
        onError={(event) => setBroken(event.currentTarget.error !== null && event.currentTarget.hasAttribute('src'))}
        onTimeUpdate={({ currentTarget: { currentTime, duration } }) =>
          progress.current?.style.setProperty('--progress', String(duration ? currentTime / duration : 0))
        }
      />
      {broken && <p className="reel-broken">{texts.feed.broken}</p>}
      <span ref={progress} className="reel-progress" aria-hidden="true" />
    </>
  );
}

/** Plays with sound where the browser allows it by now, without where it does not. */
async function play(video: HTMLVideoElement) {
  try {
    await video.play();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError' && !video.muted) {
      video.muted = true;
      await video.play().catch(() => {});
    }
  }
}
