const worker = self as unknown as ServiceWorkerGlobalScope;

/** The build writes these in: what the app is made of, and a name for just that. */
const FILES = JSON.parse('%FILES%') as string[];
const KEPT = 'reels-app-%VERSION%';
const PAGE = '/';
/** Paths that the service answers with the app's page. */
const PAGES = /^\/(|search|you|moderation|studio(\/.*)?|reel\/.*|merchant\/.*)$/;
/** What is no business of the worker. */
const PASSING = ['/api/*', '/media/*'];
/** How long the network may take to answer for the page, before the one at hand has to do. */
const PATIENCE_MS = 4000;

/** Of the browsers that have it; the type library does not know it yet. */
interface RoutedInstallEvent extends ExtendableEvent {
  addRoutes?: (rules: { condition: { urlPattern: { pathname: string } }; source: 'network' }[]) => Promise<void>;
}

/*
 * Keeps the app's own files, so that it opens without a network. It touches nothing else: no answer of the API, no token
 * and no video passes through here, so none can be kept for the wrong person.
 */
worker.addEventListener('install', (event: RoutedInstallEvent) => {
  event.waitUntil(Promise.all([caches.open(KEPT).then((cache) => cache.addAll([PAGE, ...FILES])), letPass(event)]));
});

/**
 * Past the worker altogether: a request that asks it first is lost when its page goes before it has answered, and that is
 * when views are reported. The app works without, so no failure here is one of the installation.
 */
async function letPass(event: RoutedInstallEvent) {
  const rules = PASSING.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: 'network' as const }));
  try {
    await event.addRoutes?.(rules);
  } catch {
    // They ask the worker then, which lets them pass.
  }
}

// Those of the version before go when no tab needs them any more, which is when a worker becomes active.
worker.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOthers(), worker.clients.claim()]));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) {
    return;
  }
  if (FILES.includes(pathname)) {
    event.respondWith(file(request));
  } else if (request.mode === 'navigate' && PAGES.test(pathname)) {
    event.respondWith(page(request));
  }
});

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('reels-app-') && name !== KEPT).map((name) => caches.delete(name)));
}

/** Named after its content: what is kept is what the service has. */
async function file(request: Request): Promise<Response> {
  return (await kept(request.url)) ?? fetch(request);
}

/** The service's, as long as there is one; so nobody is held on an old version. */
async function page(request: Request): Promise<Response> {
  const fresh = fetch(request);
  const ours = await kept(PAGE);
  if (ours === undefined) {
    return fresh;
  }
  const answered = fresh.then(
    (response) => (response.status < 500 ? response : ours),
    () => ours,
  );
  return Promise.race([answered, new Promise<Response>((resolve) => setTimeout(resolve, PATIENCE_MS, ours))]);
}

const kept = (url: string) => caches.match(url, { cacheName: KEPT, ignoreVary: true });
