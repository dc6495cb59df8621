import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore, ReelsClient, ResumableUpload, UploadPaused, type UploadOptions } from '../src/index.js';
import { answer, refusal } from './fake-service.js';

/** A service that keeps uploads as tus has it, over a network that breaks where a test says. */
class TusService {
  readonly uploads = new Map<string, { length: number; bytes: number; metadata: string; key: string }>();
  readonly log: string[] = [];
  /** What happens to requests instead of being answered, by their number. */
  readonly accidents = new Map<number, (handle: () => Response) => Response>();
  refusal: object | null = null;
  processing = 0;
  deleted = false;
  descriptions: string[] = [];
  #calls = 0;

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = String(input);
    const headers = init.headers as Record<string, string>;
    const size = init.body instanceof Blob ? init.body.size : 0;
    this.log.push(`${init.method} ${url.replace(/^.*uploads/, '')}${size > 0 ? ` ${size}@${headers['Upload-Offset']}` : ''}`);
    await Promise.resolve();
    const handle = () => this.#handle(init.method ?? 'GET', url, headers, size, init.body);
    const accident = this.accidents.get(this.#calls++);
    return accident === undefined ? handle() : accident(handle);
  };

  #handle(method: string, url: string, headers: Record<string, string>, size: number, body: unknown): Response {
    if (method === 'PUT') {
      const { description } = JSON.parse(String(body)) as { description: string };
      this.descriptions.push(description);
      return answer({ status: 'success', data: { reel_id: 4, description } });
    }
    if (method === 'POST') {
      const key = headers['Idempotency-Key']!;
      const id = [...this.uploads].find(([, upload]) => upload.key === key)?.[0] ?? `u${this.uploads.size + 1}`;
      this.uploads.set(id, { length: Number(headers['Upload-Length']), bytes: 0, metadata: headers['Upload-Metadata']!, key });
      return new Response(null, { status: 201, headers: { Location: `/api/uploads/${id}` } });
    }
    const upload = this.uploads.get(url.split('/').at(-1)!);
    if (upload === undefined) {
      return refusal(404, 'NOT_FOUND_ERROR');
    }
    if (method === 'DELETE') {
      this.uploads.delete(url.split('/').at(-1)!);
      return new Response(null, { status: 204 });
    }
    if (method === 'PATCH') {
      if (Number(headers['Upload-Offset']) !== upload.bytes) {
        return refusal(409, 'VALIDATION_ERROR');
      }
      upload.bytes += size;
    }
    if (method === 'GET') {
      const isDone = this.processing-- <= 0;
      const isReel = isDone && this.refusal === null;
      const state = this.refusal !== null ? 'refused' : isDone ? 'done' : 'processing';
      const reel = isReel && !this.deleted ? { reel_id: 4, description: 'short' } : null;
      return answer({ status: 'success', data: { state, reel, refusal: this.refusal } });
    }
    return new Response(null, { status: method === 'PATCH' ? 204 : 200, headers: { 'Upload-Offset': String(upload.bytes) } });
  }
}

const lost = () => {
  throw new TypeError('Failed to fetch');
};
/** Carried out, but nobody hears of it. */
const unheard = (handle: () => Response) => {
  handle();
  return lost();
};

let service: TusService;
let store: MemoryStore;
let progress: number[];

beforeEach(() => {
  vi.useFakeTimers();
  service = new TusService();
  store = new MemoryStore();
  progress = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function upload(more: Partial<UploadOptions> = {}) {
  const client = new ReelsClient({ token: 't', fetch: service.fetch, retries: 0 });
  return new ResumableUpload(client, {
    video: new Blob(['0123456789']),
    fileName: 'Höhle ☔.mp4',
    productId: 29,
    description: 'Ünïcode',
    store,
    chunkBytes: 4,
    onProgress: (sent) => progress.push(sent),
    ...more,
  });
}

async function done<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  await vi.advanceTimersByTimeAsync(120_000);
  return promise;
}

describe('an upload', () => {
  it('goes piece by piece, with its words', async () => {
    const reel = await done(upload().start());
    expect(reel.reel_id).toBe(4);
    expect(service.log).toEqual(['POST ', 'PATCH /u1 4@0', 'PATCH /u1 4@4', 'PATCH /u1 2@8', 'GET /u1']);
    expect(progress).toEqual([0, 4, 8, 10]);
    const words = service.uploads.get('u1')!.metadata.split(',').map((pair) => pair.split(' '));
    const text = (base64: string) => new TextDecoder().decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    expect(words.map(([name, value]) => [name, text(value!)])).toEqual([
      ['filename', 'Höhle ☔.mp4'],
      ['product_id', '29'],
      ['description', 'Ünïcode'],
    ]);
  });

  it('that loses a request or an answer asks where it stands and goes on', async () => {
    service.accidents.set(1, unheard);
    service.accidents.set(3, lost);
    service.accidents.set(4, lost);
    const connections: boolean[] = [];
    await done(upload({ onConnection: (up) => connections.push(up) }).start());
    expect(service.uploads.get('u1')!.bytes).toBe(10);
    expect(service.log.filter((line) => line.includes('PATCH'))).toEqual([
      'PATCH /u1 4@0',
      'PATCH /u1 4@4',
      'PATCH /u1 4@4',
      'PATCH /u1 2@8',
    ]);
    expect(connections).toContain(false);
    expect(connections.at(-1)).toBe(true);
  });

  it('that loses the answer to its beginning does not begin a second one', async () => {
    service.accidents.set(0, unheard);
    await done(upload().start());
    expect(service.uploads.size).toBe(1);
  });

  it('goes on after a restart with what the service has', async () => {
    service.accidents.set(2, () => {
      first.pause();
      return lost();
    });
    const first = upload();
    await expect(done(first.start())).rejects.toBeInstanceOf(UploadPaused);
    service.log.length = 0;
    await done(upload().start());
    expect(service.log).toEqual(['HEAD /u1', 'PATCH /u1 4@4', 'PATCH /u1 2@8', 'GET /u1']);
  });

  it('begins anew when the service has forgotten it', async () => {
    store.setItem(`reels.upload.${['Höhle ☔.mp4', 10, '', 29, 'Ünïcode'].join('|')}`, '/api/uploads/gone');
    await done(upload().start());
    expect(service.log.slice(0, 2)).toEqual(['HEAD /gone', 'POST ']);
  });

  it('waits while the reel is being made', async () => {
    service.processing = 3;
    await done(upload().start());
    expect(service.log.filter((line) => line.startsWith('GET'))).toHaveLength(4);
  });

  it('that is refused in the end tells why', async () => {
    service.refusal = { error: 'Too long', code: 'FILE_VALIDATION_ERROR', details: { field: 'video' } };
    await expect(done(upload().start())).rejects.toMatchObject({ code: 'FILE_VALIDATION_ERROR', field: 'video' });
  });

  it('tells when the reel was deleted before it asked', async () => {
    service.deleted = true;
    await expect(done(upload().start())).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND_ERROR' });
  });

  it('that is refused at once is not tried again', async () => {
    service.accidents.set(0, () => refusal(409, 'VALIDATION_ERROR', 'You have 10 unfinished uploads'));
    await expect(done(upload().start())).rejects.toMatchObject({ status: 409 });
    expect(service.log).toHaveLength(1);
  });

  it('with a description too long for a header sets it afterwards', async () => {
    const description = '☔'.repeat(1200);
    const reel = await done(upload({ description }).start());
    expect(service.descriptions).toEqual([description]);
    expect(reel.description).toBe(description);
  });

  it('that is cancelled is gone from the service', async () => {
    service.accidents.set(2, () => {
      first.pause();
      return lost();
    });
    const first = upload();
    await expect(done(first.start())).rejects.toBeInstanceOf(UploadPaused);
    await first.cancel();
    expect(service.uploads.size).toBe(0);
    await done(upload().start());
    expect(service.log.at(-5)).toBe('POST ');
  });
});
