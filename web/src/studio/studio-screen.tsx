import { useCallback } from 'react';
import { ApiError } from '@aoin/reels-client';
import { useLoaded, useTitle } from '../hooks.js';
import { Link, navigate } from '../router.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Icon, type IconName } from '../ui/icon.js';
import { Button, Note } from '../ui/parts.js';
import { Analytics } from './analytics.js';
import { MyReels } from './my-reels.js';
import { Upload } from './upload.js';
import '../styles/pages.css';
import '../styles/studio.css';

type Part = 'reels' | 'upload' | 'analytics';
const PARTS: [Part, string, IconName][] = [
  ['reels', '/studio', 'film'],
  ['upload', '/studio/upload', 'plus'],
  ['analytics', '/studio/analytics', 'chart'],
];

/** What a merchant does: post reels, look after them, and see how they fare. */
export default function StudioScreen({ part }: { part: Part }) {
  const { client, user, askToSignIn } = useSession();
  useTitle(texts.studio.title);
  const mayBeMerchant = user?.isMerchant ?? false;
  // For certain only the service knows.
  const { error } = useLoaded(
    useCallback(
      (signal: AbortSignal) => (mayBeMerchant ? client.listAvailableProducts({ signal }) : Promise.resolve(null)),
      [client, mayBeMerchant],
    ),
  );
  const refused = error instanceof ApiError && error.status === 403;
  if (!mayBeMerchant || refused) {
    return (
      <Note icon="studio" title={texts.studio.notMerchant} hint={texts.studio.notMerchantHint}>
        <Button look="strong" onClick={askToSignIn}>
          {texts.session.signIn}
        </Button>
      </Note>
    );
  }
  return (
    <div className="page">
      <header className="page-head">
        <h1>{texts.studio.title}</h1>
        {part !== 'upload' && (
          <Button look="strong" icon="plus" onClick={() => navigate('/studio/upload')}>
            {texts.upload.title}
          </Button>
        )}
      </header>
      <nav aria-label={texts.studio.parts} className="studio-parts">
        {PARTS.map(([id, href, icon]) => (
          <Link key={id} href={href} aria-current={id === part ? 'page' : undefined}>
            <Icon name={icon} /> {texts.studio[id]}
          </Link>
        ))}
      </nav>
      {part === 'reels' && <MyReels />}
      {part === 'upload' && <Upload />}
      {part === 'analytics' && <Analytics />}
    </div>
  );
}
