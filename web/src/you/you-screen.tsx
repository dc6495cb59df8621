import { useCallback, useState } from 'react';
import { explain } from '../errors.js';
import { age, count } from '../format.js';
import { useLoaded, usePages, useTitle, type Pages } from '../hooks.js';
import { PersonaButton } from '../nav.js';
import { Link } from '../router.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Avatar, Button, Choice, Failure, Note, Skeletons } from '../ui/parts.js';
import { Tile, TileSkeletons } from '../ui/tile.js';
import '../styles/pages.css';

type Tab = 'watched' | 'shared' | 'following';
const TABS = (['watched', 'shared', 'following'] as const).map((id) => ({ id, label: texts.you[id] }));

/** What a user did so far. */
export default function YouScreen() {
  const { user, askToSignIn } = useSession();
  const [tab, setTab] = useState<Tab>('watched');
  useTitle(texts.you.title);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{texts.you.title}</h1>
        <PersonaButton />
      </header>
      {user === null ? (
        <Note icon="you" title={texts.session.needed} hint={texts.session.neededHint}>
          <Button look="strong" onClick={askToSignIn}>
            {texts.session.signIn}
          </Button>
        </Note>
      ) : (
        <>
          <Totals />
          <Choice label={texts.you.title} tabs={TABS} active={tab} onPick={setTab} />
          {tab === 'watched' && <Watched />}
          {tab === 'shared' && <Shared />}
          {tab === 'following' && <Following />}
        </>
      )}
    </div>
  );
}

function Totals() {
  const { client } = useSession();
  const { value } = useLoaded(useCallback((signal) => client.getMyStats({ signal }), [client]));
  const stats = value?.data;
  const numbers = [
    [texts.you.views, stats?.views_count],
    [texts.you.likes, stats?.likes_count],
    [texts.you.follows, stats?.follows_count],
  ] as const;
  return (
    <dl className="totals" aria-label={texts.you.stats}>
      {numbers.map(([label, n]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{n === undefined ? '–' : count(n)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Watched() {
  const { client } = useSession();
  const list = usePages(
    useCallback(
      async (page, signal) => {
        const { data } = await client.listRecentlyViewedReels({ page, per_page: 24 }, { signal });
        return { data: data.reels, pagination: data.pagination };
      },
      [client],
    ),
  );
  return (
    <List list={list} empty={texts.you.emptyWatched} hint={texts.you.emptyWatchedHint} skeletons={<TileSkeletons />}>
      <ul className="tiles">
        {list.items.map((reel) => (
          <Tile
            key={reel.reel_id}
            reel={reel}
            note={`${age(reel.viewed_at)}${reel.view_duration ? `, ${texts.you.watchedFor(reel.view_duration)}` : ''}`}
          />
        ))}
      </ul>
    </List>
  );
}

function Shared() {
  const { client } = useSession();
  const list = usePages(useCallback((page, signal) => client.listSharedReels({ page, per_page: 24 }, { signal }), [client]));
  return (
    <List list={list} empty={texts.you.emptyShared} hint={texts.you.emptySharedHint} skeletons={<TileSkeletons />}>
      <ul className="tiles">
        {list.items.map((reel) => (
          <Tile key={reel.reel_id} reel={reel} note={age(reel.shared_at)} />
        ))}
      </ul>
    </List>
  );
}

function Following() {
  const { client } = useSession();
  const list = usePages(
    useCallback((page, signal) => client.listFollowedMerchants({ page, per_page: 50 }, { signal }), [client]),
  );
  return (
    <List
      list={list}
      empty={texts.you.emptyFollowing}
      hint={texts.you.emptyFollowingHint}
      skeletons={<Skeletons count={4} className="rows-loading" />}
    >
      <ul className="rows">
        {list.items.map((merchant) => (
          <li key={merchant.merchant_id}>
            <Link href={`/merchant/${merchant.merchant_id}`} className="row">
              <Avatar name={merchant.business_name ?? '?'} />
              <b>{merchant.business_name}</b>
              <small>{texts.you.since(age(merchant.followed_at))}</small>
            </Link>
          </li>
        ))}
      </ul>
    </List>
  );
}

interface ListProps<T> {
  list: Pages<T>;
  empty: string;
  hint: string;
  skeletons: React.ReactNode;
  children: React.ReactNode;
}

function List<T>({ list, empty, hint, skeletons, children }: ListProps<T>) {
  if (list.error !== null && list.items.length === 0) {
    return <Failure title={texts.you.failed} hint={explain(list.error)} onRetry={list.reload} />;
  }
  return (
    <>
      {list.items.length > 0 && children}
      {list.loading && skeletons}
      {!list.loading && list.items.length === 0 && <Note icon="clock" title={empty} hint={hint} />}
      {!list.loading && list.hasMore && <Button onClick={list.more}>{texts.app.more}</Button>}
    </>
  );
}
