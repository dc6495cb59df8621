import { ReelsClient } from '@aoin/reels-client';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { fetchOrTake } from './first-answer.js';
import { settings, type Persona } from './settings.js';

export interface User {
  userId: number;
  name: string | null;
  isMerchant: boolean;
  isAdmin: boolean;
}

interface Kept {
  token: string;
  user: User;
}

interface SessionValue {
  user: User | null;
  client: ReelsClient;
  signInAs: (persona: Persona) => Promise<void>;
  /** Takes a token from the shop's identity provider. Throws when it is none. */
  signInWith: (token: string) => void;
  signOut: () => void;
  isSigningIn: boolean;
  /** Whether somebody was signed in until the service said otherwise. */
  isOver: boolean;
  askToSignIn: () => void;
  closeSignIn: () => void;
}

const KEY = 'reels.session';
const Session = createContext<SessionValue | null>(null);

export function useSession(): SessionValue {
  const value = useContext(Session);
  if (value === null) {
    throw new Error('Outside of a session');
  }
  return value;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [kept, setKept] = useState(read);
  const [isSigningIn, setSigningIn] = useState(false);
  const token = kept?.token ?? null;
  const [isOver, setOver] = useState(false);

  const keep = useCallback((next: Kept | null) => {
    write(next);
    setKept(next);
    setSigningIn(false);
    setOver(false);
  }, []);

  const client = useMemo(() => {
    const send: typeof fetch = async (input, init) => {
      const response = await fetchOrTake(input, init);
      if (response.status === 401 && token !== null) {
        // Expired, or the keys have changed. What is public goes on without it.
        keep(null);
        setOver(true);
        setSigningIn(true);
      }
      return response;
    };
    return new ReelsClient({ token, fetch: send });
  }, [token, keep]);

  const value = useMemo<SessionValue>(
    () => ({
      user: kept?.user ?? null,
      client,
      signInAs: async (persona) => {
        const { data } = await new ReelsClient().demoLogin(persona.user_id);
        const isMerchant = persona.who.startsWith('merchant');
        keep({ token: data.token, user: { userId: data.user_id, name: persona.name, isMerchant, isAdmin: data.role === 'admin' } });
      },
      signInWith: (text) => keep({ token: text, user: userOf(text) }),
      signOut: () => keep(null),
      isSigningIn,
      isOver,
      askToSignIn: () => setSigningIn(true),
      closeSignIn: () => {
        setSigningIn(false);
        setOver(false);
      },
    }),
    [kept, client, keep, isSigningIn, isOver],
  );
  return <Session value={value}>{children}</Session>;
}

/** Whom a token speaks of. Only for what to show: the service checks it with every request. */
function userOf(token: string): User {
  const claims = claimsOf(token);
  const userId = Number(claims['sub']);
  if (!Number.isInteger(userId)) {
    throw new Error('No token of a user');
  }
  // Whether somebody is a merchant, only the service knows; it says so when the studio is opened.
  return { userId, name: null, isMerchant: true, isAdmin: claims['role'] === 'admin' };
}

function claimsOf(token: string): Record<string, unknown> {
  const part = token.split('.')[1] ?? '';
  return JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, unknown>;
}

// The tab's own storage: a session ends with it, and no other tab is signed in by surprise.
function read(): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
    const expires = kept === null ? 0 : Number(claimsOf(kept.token)['exp'] ?? Infinity);
    return expires * 1000 > Date.now() && settingsAllow(kept) ? kept : null;
  } catch {
    return null;
  }
}

function settingsAllow(kept: Kept | null): boolean {
  return kept !== null && (settings.personas === undefined || kept.user.name !== null);
}

function write(kept: Kept | null) {
  try {
    if (kept === null) {
      sessionStorage.removeItem(KEY);
    } else {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    }
  } catch {
    // Without storage the session lasts until the page is loaded anew.
  }
}
