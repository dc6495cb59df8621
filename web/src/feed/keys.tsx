import { useEffect, useRef } from 'react';
import { texts } from '../texts.js';
import { Dialog } from '../ui/dialog.js';

interface FeedKeys {
  next: () => void;
  previous: () => void;
  togglePlay: () => void;
  toggleSound: () => void;
  like: () => void;
  follow: () => void;
  share: () => void;
  help: () => void;
}

const KEYS: Record<string, keyof FeedKeys> = {
  ArrowDown: 'next',
  PageDown: 'next',
  j: 'next',
  ArrowUp: 'previous',
  PageUp: 'previous',
  k: 'previous',
  ' ': 'togglePlay',
  m: 'toggleSound',
  l: 'like',
  f: 'follow',
  s: 'share',
  '?': 'help',
};

/** The feed's keys, wherever the focus is, but never those that something focused needs itself. */
export function useFeedKeys(keys: FeedKeys) {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = KEYS[event.key];
      if (action && !event.ctrlKey && !event.metaKey && !event.altKey && !isNeededByTarget(event)) {
        event.preventDefault();
        latest.current[action]();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function isNeededByTarget(event: KeyboardEvent): boolean {
  const target = event.target as Element;
  // The focus stays in a dialog for a moment after that was closed.
  if (target.closest('input, textarea, select, dialog[open]')) {
    return true;
  }
  return event.key === ' ' && target.closest('button, a') !== null;
}

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={texts.feed.keysTitle} onClose={onClose}>
      <dl className="keys">
        {texts.feed.shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
