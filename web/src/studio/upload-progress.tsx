import { useEffect, useRef, useState } from 'react';
import { bytes } from '../format.js';
import { texts } from '../texts.js';
import { Button } from '../ui/parts.js';
import { useToast } from '../ui/toasts.js';
import type { UploadHandle } from './use-upload.js';

/** How far an upload is, what it waits for, and how to stop it. */
export function UploadProgress({ upload }: { upload: UploadHandle }) {
  const say = useToast();
  const state = upload.state;
  const left = useTimeLeft(state.name === 'sending' ? state.sent : 0, state.name === 'sending' ? state.total : 0);
  if (state.name !== 'sending') {
    return null;
  }
  const share = Math.floor((state.sent / state.total) * 100);
  const isWhole = state.sent >= state.total;
  const words = state.isPaused
    ? texts.upload.paused
    : !state.isConnected
      ? texts.upload.interrupted
      : isWhole
        ? texts.upload.checking
        : texts.upload.sending(share);
  return (
    <div className="upload-progress">
      <p>
        <span role="status">{words}</span>
        <small>
          {bytes(state.sent)} / {bytes(state.total)}
          {left !== null && !isWhole && !state.isPaused && `, ${texts.upload.left(left)}`}
        </small>
      </p>
      <progress max={state.total} value={isWhole ? undefined : state.sent} aria-label={words} />
      <div className="form-actions">
        {state.isPaused ? (
          <Button icon="play" onClick={upload.resume}>
            {texts.upload.resume}
          </Button>
        ) : (
          !isWhole && (
            <Button icon="pause" onClick={upload.pause}>
              {texts.upload.pause}
            </Button>
          )
        )}
        <Button
          look="danger"
          icon="close"
          onClick={() => {
            upload.cancel();
            say(texts.upload.cancelled);
          }}
        >
          {texts.upload.cancel}
        </Button>
      </div>
    </div>
  );
}

/** Seconds until the end at the pace so far; null before there is any. */
function useTimeLeft(sent: number, total: number): number | null {
  const first = useRef<{ at: number; sent: number } | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    first.current ??= { at: performance.now(), sent };
    const done = sent - first.current.sent;
    const seconds = (performance.now() - first.current.at) / 1000;
    setLeft(done > 0 && seconds > 1 ? Math.round(((total - sent) / done) * seconds) : null);
  }, [sent, total]);
  return left;
}
