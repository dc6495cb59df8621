import { useEffect, useRef, useState } from 'react';
import { useSession } from '../session.js';

/**
 * A picture or clip that may be hidden from the public. Such files want the token, which is sent in a header and never
 * stands in an address; so they are fetched here, and shown from memory.
 */
export function useMedia(url: string | null, hidden: boolean): string | undefined {
  const { client } = useSession();
  // Another host that keeps the shop's files signs its addresses itself.
  const isHidden = hidden && url !== null && new URL(url).origin === location.origin;
  const [held, setHeld] = useState<string>();
  useEffect(() => {
    if (!isHidden || url === null) {
      return undefined;
    }
    const controller = new AbortController();
    let made: string | undefined;
    client.getMedia(url, { signal: controller.signal }).then(
      (blob) => {
        made = URL.createObjectURL(blob);
        setHeld(made);
      },
      () => {
        // Nothing to show, which is what is shown.
      },
    );
    return () => {
      controller.abort();
      setHeld(undefined);
      if (made !== undefined) {
        URL.revokeObjectURL(made);
      }
    };
  }, [client, url, isHidden]);
  return isHidden ? held : (url ?? undefined);
}

export function Picture({ url, isHidden }: { url: string | null; isHidden: boolean }) {
  const src = useMedia(url, isHidden);
  return <span className="picture">{src && <img src={src} alt="" loading="lazy" width={640} height={360} />}</span>;
}

/** A clip that plays on demand. */
export function ClipPlayer({ url, poster, isHidden, label }: { url: string; poster: string | null; isHidden: boolean; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const src = useMedia(url, isHidden);
  const still = useMedia(poster, isHidden);
  return (
    <video
      ref={video}
      className="clip"
      src={src}
      poster={still}
      aria-label={label}
      controls
      playsInline
      muted
      loop
      preload="none"
    />
  );
}
