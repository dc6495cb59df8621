import { lazy, Suspense } from 'react';
import { FeedScreen } from './feed/feed-screen.js';
import { useOnline } from './hooks.js';
import { Nav } from './nav.js';
import { navigate, placeOf, Router, usePath, type Place } from './router.js';
import { SessionProvider, useSession } from './session.js';
import { SignInDialog } from './sign-in.js';
import { texts } from './texts.js';
import { Crash } from './ui/crash.js';
import { Icon } from './ui/icon.js';
import { Button, Note, Skeletons } from './ui/parts.js';
import { ToastProvider } from './ui/toasts.js';

// The feed is what most come for; the rest is fetched when it is opened.
const SearchScreen = lazy(() => import('./search/search-screen.js'));
const MerchantScreen = lazy(() => import('./merchant/merchant-screen.js'));
const YouScreen = lazy(() => import('./you/you-screen.js'));
const StudioScreen = lazy(() => import('./studio/studio-screen.js'));
const ModerationScreen = lazy(() => import('./moderation/moderation-screen.js'));

export function App() {
  return (
    <Router>
      <SessionProvider>
        <ToastProvider>
          <Shell />
        </ToastProvider>
      </SessionProvider>
    </Router>
  );
}

function Shell() {
  const path = usePath();
  const place = placeOf(path);
  const { isSigningIn } = useSession();
  const online = useOnline();
  return (
    <div className={`shell shell-${place.name}`}>
      <a className="skip" href="#content">
        {texts.app.skip}
      </a>
      <Nav place={place} />
      <main id="content" tabIndex={-1}>
        {!online && (
          <p className="offline" role="status">
            <Icon name="offline" /> {texts.app.offline}
          </p>
        )}
        <Crash key={path}>
          <Suspense fallback={<Skeletons count={6} className="page-loading" />}>
            <Screen place={place} />
          </Suspense>
        </Crash>
      </main>
      {isSigningIn && <SignInDialog />}
    </div>
  );
}

function Screen({ place }: { place: Place }) {
  switch (place.name) {
    case 'feed':
      return <FeedScreen key={place.reelId} reelId={place.reelId} />;
    case 'search':
      return <SearchScreen />;
    case 'merchant':
      return <MerchantScreen merchantId={place.merchantId} />;
    case 'you':
      return <YouScreen />;
    case 'studio':
      return <StudioScreen part={place.part} />;
    case 'moderation':
      return <ModerationScreen />;
    case 'nowhere':
      return (
        <Note icon="film" title={texts.app.nowhere} hint={texts.app.nowhereHint}>
          <Button look="strong" onClick={() => navigate('/')}>
            {texts.app.toFeed}
          </Button>
        </Note>
      );
  }
}
