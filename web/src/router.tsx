import { createContext, useContext, useEffect, useState, type AnchorHTMLAttributes, type MouseEvent, type ReactNode } from 'react';

export type Place =
  | { name: 'feed'; reelId: number | null }
  | { name: 'merchant'; merchantId: number }
  | { name: 'studio'; part: 'reels' | 'upload' | 'analytics' }
  | { name: 'search' }
  | { name: 'you' }
  | { name: 'moderation' }
  | { name: 'nowhere' };

/** Which screen a path shows. The service answers the same paths with this page. */
export function placeOf(path: string): Place {
  const [first = '', second] = path.split('/').filter(Boolean);
  const id = /^\d{1,10}$/.test(second ?? '') ? Number(second) : null;
  switch (first) {
    case '':
      return { name: 'feed', reelId: null };
    case 'reel':
      return id === null ? { name: 'nowhere' } : { name: 'feed', reelId: id };
    case 'merchant':
      return id === null ? { name: 'nowhere' } : { name: 'merchant', merchantId: id };
    case 'studio':
      return { name: 'studio', part: second === 'upload' || second === 'analytics' ? second : 'reels' };
    case 'search':
    case 'you':
    case 'moderation':
      return { name: first };
    default:
      return { name: 'nowhere' };
  }
}

const Path = createContext('/');

export function Router({ children }: { children: ReactNode }) {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const follow = () => setPath(location.pathname);
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return <Path value={path}>{children}</Path>;
}

export const usePath = () => useContext(Path);

export function navigate(to: string) {
  if (to !== location.pathname + location.search) {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

/** A link inside the app; opened elsewhere when asked to, like any other. */
export function Link({ href, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (!event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      navigate(href);
    }
  };
  return <a href={href} onClick={follow} {...rest} />;
}
