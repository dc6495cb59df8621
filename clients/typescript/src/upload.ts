import type { ReelsClient } from './client.js';
import { ApiError, NetworkError, TimeoutError } from './errors.js';
import { pause } from './http.js';
import { MemoryStore, type KeyValueStore } from './storage.js';
import type { AnswerOf, Reel } from './types.js';

export interface UploadOptions {
  video: Blob;
  /** With the extension that says what the video is. */
  fileName: string;
  productId: number;
  description: string;
  /** Where a started upload is remembered, so that it goes on after a restart; without it, only while this lives. */
  store?: KeyValueStore;
  /** Told how many bytes the service has, of how many. */
  onProgress?: (sent: number, total: number) => void;
  /** Told when the way to the service is gone, and when it is back. */
  onConnection?: (isConnected: boolean) => void;
  /** Bytes a request; a lost connection costs at most so many. */
  chunkBytes?: number;
}

const CHUNK_BYTES = 2 * 1024 * 1024;
const CHUNK_TIMEOUT_MS = 60_000;
const LONGEST_WAIT_MS = 15_000;
const TUS = { 'Tus-Resumable': '1.0.0' };
/** The description travels in a header, which has no room for a long one; that is set once the reel is there. */
const MOST_IN_A_HEADER = 1000;
const POLL_MS = 1_000;

/**
 * Uploads a video in pieces (tus 1.0), so that a broken connection or a closed page costs a piece, not the video. It waits
 * as long as it takes for the network to come back. `pause` and `start` may be called as often as one likes.
 */
export class ResumableUpload {
  readonly #client: ReelsClient;
  readonly #options: UploadOptions;
  readonly #store: KeyValueStore;
  readonly #key: string;
  /** Makes it safe to begin again after a lost answer. */
  readonly #idempotencyKey = randomKey();
  #running: AbortController | null = null;

  constructor(client: ReelsClient, options: UploadOptions) {
    this.#client = client;
    this.#options = options;
    this.#store = options.store ?? new MemoryStore();
    this.#key = `reels.upload.${fingerprint(options)}`;
  }

  /** Begins, or goes on where it stopped. Resolves with the reel; rejects with the refusal, or with `UploadPaused`. */
  async start(): Promise<Reel> {
    this.#running?.abort(new UploadPaused());
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    try {
      let address = await this.#store.getItem(this.#key);
      let offset = address === null ? 0 : await this.#patiently(signal, () => this.#offset(address!, signal));
      if (address === null || offset === null) {
        address = await this.#patiently(signal, () => this.#create(signal));
        offset = 0;
        await this.#store.setItem(this.#key, address);
      }
      await this.#sendFrom(address, offset, signal);
      const reel = await this.#outcome(address, signal);
      await this.#store.removeItem(this.#key);
      return reel;
    } catch (error) {
      // Whoever signs in again, or waits for the next hour, goes on with what is there.
      if (error instanceof ApiError && ![401, 403, 429].includes(error.status)) {
        await this.#store.removeItem(this.#key);
      }
      throw error;
    }
  }

  /** Stops sending; what the service has stays there for a while. */
  pause(): void {
    this.#running?.abort(new UploadPaused());
  }

  /** Stops for good; the service drops what it has. */
  async cancel(): Promise<void> {
    this.pause();
    const address = await this.#store.getItem(this.#key);
    await this.#store.removeItem(this.#key);
    if (address !== null) {
      await this.#client.http.response(address, { method: 'DELETE', headers: TUS, repeatable: true });
    }
  }

  async #sendFrom(address: string, start: number, signal: AbortSignal): Promise<void> {
    const { video, onProgress, chunkBytes = CHUNK_BYTES } = this.#options;
    let offset = start;
    onProgress?.(offset, video.size);
    while (offset < video.size) {
      try {
        offset = await this.#send(address, offset, video.slice(offset, offset + chunkBytes), signal);
      } catch (error) {
        if (!isPassing(error) && !isConflict(error)) {
          throw error;
        }
        // Part of the piece may have arrived: only the service knows how much.
        this.#options.onConnection?.(false);
        const there = await this.#patiently(signal, () => this.#offset(address, signal));
        if (there === null) {
          throw error;
        }
        offset = there;
      }
      onProgress?.(offset, video.size);
    }
  }

  async #create(signal: AbortSignal): Promise<string> {
    const { video, fileName, productId } = this.#options;
    const words = { filename: fileName, product_id: String(productId), description: this.#shortDescription() };
    const response = await this.#client.http.response('/api/uploads', {
      method: 'POST',
      headers: {
        ...TUS,
        'Idempotency-Key': this.#idempotencyKey,
        'Upload-Length': String(video.size),
        'Upload-Metadata': Object.entries(words)
          .map(([name, value]) => `${name} ${base64(value)}`)
          .join(','),
      },
      signal,
    });
    const location = response.headers.get('Location');
    if (location === null) {
      throw new ApiError(response.status, 'UNKNOWN_ERROR', 'The service did not say where to upload to');
    }
    return location;
  }

  /** How many bytes the service has; null when it knows nothing of this upload any more. */
  async #offset(address: string, signal: AbortSignal): Promise<number | null> {
    try {
      const response = await this.#client.http.response(address, { method: 'HEAD', headers: TUS, signal });
      return Number(response.headers.get('Upload-Offset'));
    } catch (error) {
      if (error instanceof ApiError && (error.status === 404 || error.status === 410)) {
        return null;
      }
      throw error;
    }
  }

  async #send(address: string, offset: number, piece: Blob, signal: AbortSignal): Promise<number> {
    const response = await this.#client.http.response(address, {
      method: 'PATCH',
      headers: { ...TUS, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) },
      body: piece,
      timeoutMs: CHUNK_TIMEOUT_MS,
      signal,
    });
    return Number(response.headers.get('Upload-Offset'));
  }

  /** What became of the whole video; the service may still be at it. */
  async #outcome(address: string, signal: AbortSignal): Promise<Reel> {
    for (;;) {
      const { data } = await this.#patiently(signal, () =>
        this.#client.http.json<AnswerOf<'getResumableUpload'>>(address, { signal }),
      );
      if (data.refusal !== null) {
        const { error, code, details } = data.refusal;
        throw new ApiError(400, code, error, details.field ?? null);
      }
      if (data.reel !== null) {
        return this.#described(data.reel, signal);
      }
      if (data.state === 'done') {
        throw new ApiError(404, 'NOT_FOUND_ERROR', 'The reel was deleted meanwhile');
      }
      await pause(POLL_MS, signal);
    }
  }

  async #described(reel: Reel, signal: AbortSignal): Promise<Reel> {
    const { description } = this.#options;
    if (description === this.#shortDescription()) {
      return reel;
    }
    const { data } = await this.#patiently(signal, () => this.#client.updateReel(reel.reel_id, { description }, { signal }));
    return data;
  }

  #shortDescription(): string {
    return [...this.#options.description].slice(0, MOST_IN_A_HEADER).join('');
  }

  /** Tries until it is done or refused, in ever longer steps. */
  async #patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    for (let wait = 500; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        const result = await work();
        this.#options.onConnection?.(true);
        return result;
      } catch (error) {
        if (!isPassing(error)) {
          throw error;
        }
        this.#options.onConnection?.(false);
        await pause(error instanceof ApiError && error.retryAfter !== null ? error.retryAfter * 1000 : wait, signal);
      }
    }
  }
}

/** The upload was paused or cancelled; starting it again goes on. */
export class UploadPaused extends Error {
  override readonly name = 'UploadPaused';

  constructor() {
    super('The upload is paused');
  }
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof NetworkError ||
    error instanceof TimeoutError ||
    // 423: another request, which lost its connection, still holds the upload.
    (error instanceof ApiError && [423, 502, 503, 504].includes(error.status))
  );
}

/** Whether the upload does not end where we thought. */
function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}

/** The same file for the same product is the same upload. */
function fingerprint({ video, fileName, productId, description }: UploadOptions): string {
  const changed = 'lastModified' in video ? String(video.lastModified) : '';
  return [fileName, video.size, changed, productId, description].join('|');
}

/** Of the text's UTF-8 bytes. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
