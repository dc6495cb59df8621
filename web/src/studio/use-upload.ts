import { ApiError, ResumableUpload, UploadPaused, type Reel } from '@aoin/reels-client';
import { useEffect, useRef, useState } from 'react';
import { explain } from '../errors.js';
import { useSession } from '../session.js';
import { store } from '../store.js';
import { texts } from '../texts.js';
import type { Faults, Field } from './upload.js';

export interface Sending {
  name: 'sending';
  sent: number;
  total: number;
  isPaused: boolean;
  isConnected: boolean;
}

export type UploadState =
  | { name: 'idle' }
  | Sending
  | { name: 'refused'; message: string | null; faults: Faults }
  | { name: 'done'; reel: Reel };

export interface UploadHandle {
  state: UploadState;
  start: (what: { video: File; productId: number; description: string }) => void;
  pause: () => void;
  resume: () => void;
  cancel: () => void;
  reset: () => void;
}

/** An upload and how far it is. Leaving the page pauses it; the same choices take it up again. */
export function useUpload(): UploadHandle {
  const { client } = useSession();
  const [state, setState] = useState<UploadState>({ name: 'idle' });
  const upload = useRef<ResumableUpload | null>(null);
  useEffect(() => () => upload.current?.pause(), []);

  const change = (part: Partial<Sending>) =>
    setState((before) => (before.name === 'sending' ? { ...before, ...part } : before));

  const run = () => {
    change({ isPaused: false });
    upload.current?.start().then(
      (reel) => setState({ name: 'done', reel }),
      (error: unknown) => {
        if (error instanceof UploadPaused) {
          change({ isPaused: true });
        } else {
          setState(refusalOf(error));
        }
      },
    );
  };
  return {
    state,
    start: (what) => {
      setState({ name: 'sending', sent: 0, total: what.video.size, isPaused: false, isConnected: true });
      upload.current = new ResumableUpload(client, {
        ...what,
        fileName: what.video.name,
        store,
        onProgress: (sent, total) => change({ sent, total }),
        onConnection: (isConnected) => change({ isConnected }),
      });
      run();
    },
    pause: () => upload.current?.pause(),
    resume: run,
    cancel: () => {
      const cancelled = upload.current;
      upload.current = null;
      setState({ name: 'idle' });
      cancelled?.cancel().catch(() => {
        // The service drops what nobody completes.
      });
    },
    reset: () => setState({ name: 'idle' }),
  };
}

const FIELDS: Field[] = ['product_id', 'video', 'description'];

/** The service's reason, beside the field that it is about. */
function refusalOf(error: unknown): UploadState {
  if (error instanceof ApiError && error.status === 429) {
    return { name: 'refused', message: texts.upload.limited(Math.ceil((error.retryAfter ?? 60) / 60)), faults: {} };
  }
  const field = error instanceof ApiError ? FIELDS.find((name) => name === error.field) : undefined;
  const words = explain(error);
  return field === undefined
    ? { name: 'refused', message: `${texts.upload.failed} ${words}`, faults: {} }
    : { name: 'refused', message: null, faults: { [field]: words } };
}
