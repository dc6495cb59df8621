import { useState } from 'react';

// Kept for as long as the page lives: browsers let a page begin with sound only after somebody asked for it.
let wanted = false;

/** Whether reels are silent; the same for all of them. */
export function useMuted(): [boolean, (muted: boolean) => void] {
  const [muted, setMuted] = useState(!wanted);
  return [
    muted,
    (next) => {
      wanted = !next;
      setMuted(next);
    },
  ];
}
