import type { Reel } from '@aoin/reels-client';
import { useState } from 'react';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Dialog } from '../ui/dialog.js';
import { Icon, type IconName } from '../ui/icon.js';
import { useToast } from '../ui/toasts.js';

interface ShareSheetProps {
  reel: Reel;
  onShared: (sharesCount: number) => void;
  onClose: () => void;
}

/** Ways to pass a reel on. A share counts once a way is taken, not when the sheet opens. */
export function ShareSheet({ reel, onShared, onClose }: ShareSheetProps) {
  const { client } = useSession();
  const say = useToast();
  const [shows, setShows] = useState(false);
  const link = `${location.origin}/reel/${reel.reel_id}`;
  const text = texts.share.text(reel.product?.product_name ?? reel.description);

  const record = () => {
    client.shareReel(reel.reel_id).then(
      (answer) => onShared(answer.data.shares_count),
      () => {
        // The link went out all the same; a count less is nothing to bother anybody with.
      },
    );
    onClose();
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      say(texts.share.copied);
      record();
    } catch {
      setShows(true);
    }
  };
  const device = async () => {
    try {
      await navigator.share({ title: texts.app.name, text, url: link });
      record();
    } catch {
      // Closed without sharing.
    }
  };

  const both = encodeURIComponent(`${text} ${link}`);
  const ways: [string, IconName, string][] = [
    [texts.share.whatsapp, 'share', `https://wa.me/?text=${both}`],
    [texts.share.telegram, 'share', `https://t.me/share/url?url=${encodeURIComponent(link)}&text=${encodeURIComponent(text)}`],
    [texts.share.email, 'mail', `mailto:?subject=${encodeURIComponent(text)}&body=${encodeURIComponent(link)}`],
  ];
  return (
    <Dialog title={texts.share.title} onClose={onClose}>
      <div className="share-ways">
        <button type="button" onClick={() => void copy()}>
          <span className="share-icon">
            <Icon name="link" />
          </span>
          {texts.share.copy}
        </button>
        {ways.map(([label, icon, href]) => (
          <a key={label} href={href} target="_blank" rel="noreferrer" onClick={record}>
            <span className="share-icon">
              <Icon name={icon} />
            </span>
            {label}
          </a>
        ))}
        {'share' in navigator && (
          <button type="button" onClick={() => void device()}>
            <span className="share-icon">
              <Icon name="more" />
            </span>
            {texts.share.device}
          </button>
        )}
      </div>
      {shows && (
        <label className="field">
          {texts.share.failed}
          <input readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </Dialog>
  );
}
