import type { Early } from './first-answer.js';

/*
 * Asks for what the screen shows first while the app itself is still on its way; `first-answer.ts` hands it over. A file of
 * its own, a few hundred bytes, so that nothing has to be waited for.
 */
const FIRST_PAGE = '/api/reels/feed/trending?page=1&per_page=10&time_window=30d';

function tokenOfTab(): string | null {
  try {
    return (JSON.parse(sessionStorage.getItem('reels.session') ?? 'null') as { token: string } | null)?.token ?? null;
  } catch {
    return null;
  }
}

/** What the app asks for first at a path; null where that is not worth it. */
function firstUrl(path: string, isSignedIn: boolean): string | null {
  const reel = /^\/reel\/(\d{1,10})$/.exec(path)?.[1];
  if (reel !== undefined) {
    return `/api/reels/${Number(reel)}?track_view=false`;
  }
  return path !== '/' ? null : isSignedIn ? '/api/reels/user/stats' : FIRST_PAGE;
}

const token = tokenOfTab();
const url = firstUrl(location.pathname, token !== null);
if (url !== null) {
  const authorization = token === null ? null : `Bearer ${token}`;
  const answer = fetch(url, { headers: authorization === null ? {} : { Authorization: authorization }, credentials: 'omit' });
  // Whoever takes it up hears of it.
  answer.catch(() => {});
  (globalThis as { reelsEarly?: Early }).reelsEarly = { url, authorization, answer };
}
