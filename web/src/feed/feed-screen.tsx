import type { FeedName, Reel } from '@aoin/reels-client';
import { useReelFeed, useReelViewTracker } from '@aoin/reels-client/react';
import { useCallback, useEffect, useState } from 'react';
import { explain } from '../errors.js';
import { useOnline, useTitle } from '../hooks.js';
import { useSession } from '../session.js';
import { store, tabStore } from '../store.js';
import { texts } from '../texts.js';
import { Button, Choice, Failure, IconButton, Note, Skeletons, Spoken } from '../ui/parts.js';
import { useToast } from '../ui/toasts.js';
import { KeysDialog } from './keys.js';
import type { ReelActions } from './reel-card.js';
import { ShareSheet } from './share-sheet.js';
import { Stage } from './stage.js';
import { useMuted } from './sound.js';
import '../styles/feed.css';

const FEEDS = (['trending', 'recommended', 'following'] as const).map((id) => ({ id, label: texts.feed[id] }));

/** The feeds, from the reel of the address when it names one. */
export function FeedScreen({ reelId }: { reelId: number | null }) {
  const { client, user, askToSignIn } = useSession();
  const say = useToast();
  const { state, feed, reels, loading, hasMore, error } = useReelFeed(client, {
    signedIn: user !== null,
    timeWindow: '30d',
    // What everybody sees may outlive the tab; what is somebody's own ends with their session.
    store: user === null ? store : tabStore,
    userId: user?.userId ?? null,
    ...(reelId === null ? {} : { startWith: reelId }),
  });
  const tracker = useReelViewTracker(client, user?.userId ?? null, store);
  const [muted, setMuted] = useMuted();
  const [shared, setShared] = useState<Reel | null>(null);
  const [showsKeys, setShowsKeys] = useState(false);
  const online = useOnline();
  useTitle(texts.app.name);

  // What did not come while there was no network comes by itself when there is.
  const failed = error !== null;
  useEffect(() => {
    if (online && failed) {
      void feed.loadMore();
    }
    // A failure while there is a network is tried again by hand.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [online, feed]);

  useEffect(() => {
    if (state.missing) {
      say(texts.feed.gone);
    }
  }, [state.missing, say]);

  const pick = useCallback(
    (name: FeedName) => {
      if (name !== 'trending' && user === null) {
        askToSignIn();
      } else {
        void feed.open(name);
      }
    },
    [feed, user, askToSignIn],
  );

  const signedIn = user !== null;
  const actions: ReelActions = {
    like: (reel, onlyLike) => {
      if (!signedIn) {
        askToSignIn();
      } else if (!(onlyLike && reel.is_liked)) {
        feed.toggleLike(reel).catch((failure: unknown) => say(`${texts.feed.likeFailed} ${explain(failure)}`));
      }
    },
    follow: (reel) => {
      if (signedIn) {
        feed.toggleFollow(reel).catch((failure: unknown) => say(`${texts.feed.followFailed} ${explain(failure)}`));
      } else {
        askToSignIn();
      }
    },
    share: setShared,
    toggleSound: () => setMuted(!muted),
    showKeys: () => setShowsKeys(true),
  };

  const active = state.active ?? 'trending';
  return (
    <section className="feed" aria-label={texts.feed.title}>
      <header className="feed-bar">
        <Choice label={texts.feed.feeds} tabs={FEEDS} active={active} onPick={pick} className="feed-tabs" />
        <IconButton icon="keyboard" label={texts.feed.keys} className="feed-keys" onClick={() => setShowsKeys(true)} />
      </header>
      {reels.length > 0 ? (
        <Stage
          key={`${active} ${user?.userId}`}
          reels={reels}
          hasMore={hasMore}
          loading={loading}
          error={error}
          onNearEnd={() => void feed.loadMore()}
          actions={actions}
          tracker={tracker}
          muted={muted}
        />
      ) : error !== null ? (
        <Failure title={texts.feed.failed} hint={explain(error)} onRetry={() => void feed.reload()} />
      ) : loading ? (
        <>
          <Spoken>{texts.feed.loading}</Spoken>
          <Skeletons count={1} className="stage-loading" />
        </>
      ) : (
        <EmptyFeed feed={active} onTrending={() => pick('trending')} />
      )}
      {shared && (
        <ShareSheet
          reel={shared}
          onShared={(shares) => feed.update(shared.reel_id, { shares_count: shares })}
          onClose={() => setShared(null)}
        />
      )}
      {showsKeys && <KeysDialog onClose={() => setShowsKeys(false)} />}
    </section>
  );
}

function EmptyFeed({ feed, onTrending }: { feed: FeedName; onTrending: () => void }) {
  const words = {
    trending: [texts.feed.emptyTrending, texts.feed.emptyTrendingHint],
    recommended: [texts.feed.emptyRecommended, texts.feed.emptyRecommendedHint],
    following: [texts.feed.emptyFollowing, texts.feed.emptyFollowingHint],
  } as const;
  const [title, hint] = words[feed];
  return (
    <Note icon="film" title={title} hint={hint}>
      {feed !== 'trending' && (
        <Button look="strong" onClick={onTrending}>
          {texts.feed.toTrending}
        </Button>
      )}
    </Note>
  );
}
