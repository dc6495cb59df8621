import { useCallback, useState } from 'react';
import { ApiError } from '@aoin/reels-client';
import { explain } from '../errors.js';
import { usePages, useTitle } from '../hooks.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Avatar, Button, Failure, Note } from '../ui/parts.js';
import { Tile, TileSkeletons } from '../ui/tile.js';
import { useToast } from '../ui/toasts.js';
import '../styles/pages.css';

export default function MerchantScreen({ merchantId }: { merchantId: number }) {
  const { client, user, askToSignIn } = useSession();
  const say = useToast();
  const list = usePages(
    useCallback((page, signal) => client.listMerchantReels(merchantId, { page, per_page: 24 }, { signal }), [client, merchantId]),
  );
  const merchant = list.items[0]?.merchant ?? null;
  const [followed, setFollowed] = useState<boolean | null>(null);
  const isFollowing = followed ?? merchant?.is_following ?? false;
  useTitle(merchant?.business_name ?? texts.app.name);

  const follow = async () => {
    if (!user) {
      askToSignIn();
      return;
    }
    try {
      await (isFollowing ? client.unfollowMerchant(merchantId) : client.followMerchant(merchantId));
      setFollowed(!isFollowing);
    } catch (error) {
      say(explain(error));
    }
  };

  if (list.error !== null) {
    return list.error instanceof ApiError && list.error.status === 404 ? (
      <Note icon="bag" title={texts.merchant.gone} hint={texts.app.nowhereHint} />
    ) : (
      <Failure title={texts.merchant.failed} hint={explain(list.error)} onRetry={list.reload} />
    );
  }
  return (
    <div className="page">
      {merchant && (
        <header className="page-person">
          <Avatar name={merchant.business_name} size="large" />
          <div>
            <h1>{merchant.business_name}</h1>
            <p>{texts.merchant.reels(list.total ?? 0)}</p>
          </div>
          <Button look={isFollowing ? 'plain' : 'strong'} aria-pressed={isFollowing} onClick={() => void follow()}>
            {isFollowing ? texts.feed.unfollow : texts.feed.follow}
          </Button>
        </header>
      )}
      {list.items.length > 0 && (
        <ul className="tiles">
          {list.items.map((reel) => (
            <Tile key={reel.reel_id} reel={reel} />
          ))}
        </ul>
      )}
      {list.loading && <TileSkeletons />}
      {!list.loading && list.items.length === 0 && <Note icon="film" title={texts.merchant.empty} hint={texts.merchant.emptyHint} />}
      {!list.loading && list.hasMore && <Button onClick={list.more}>{texts.app.more}</Button>}
    </div>
  );
}
