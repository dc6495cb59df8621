import { ApiError, NetworkError, ReelsError, TimeoutError, errorOf } from './errors.js';

/** A token, or how to get the one of the moment; null is an anonymous caller. */
export type TokenSource = string | null | (() => string | null | Promise<string | null>);

export interface HttpOptions {
  /** Where the service is, without a slash at the end. Browsers may leave it out for their own origin. */
  baseUrl?: string;
  token?: TokenSource;
  /** How long one attempt may take, the whole answer included. */
  timeoutMs?: number;
  /** How many times a request that is safe to repeat is tried again. */
  retries?: number;
  /** For tests, and where there is none of the name. */
  fetch?: typeof fetch;
}

/** What every call takes. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  /** Lets the request outlive the page that sends it. Small bodies only. */
  keepalive?: boolean | undefined;
}

export type QueryValue = string | number | boolean | readonly string[] | null | undefined;

export interface HttpRequest extends CallOptions {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: object | undefined;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: BodyInit | undefined;
  headers?: Record<string, string> | undefined;
  /** Whether repeating it after a failure cannot do harm; GET and HEAD are, others only where told. */
  repeatable?: boolean;
}

const DEFAULT_TIMEOUT_MS = 8_000;
const FILE_TIMEOUT_MS = 60_000;
const LONGEST_WAIT_MS = 5_000;
const PASSING = new Set([502, 503, 504]);

/** Sends requests: signs them, limits their time, repeats those that are safe to repeat, and turns failures into errors. */
export class Http {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** The address of a path of the service. */
  url(path: string, query: object = {}): string {
    const base = this.#options.baseUrl ?? '';
    const words = Object.entries(query as Record<string, QueryValue>)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
    return base + path + (words.length > 0 ? `?${words.join('&')}` : '');
  }

  /** The JSON of a successful answer. */
  async json<T>(path: string, request: HttpRequest = {}): Promise<T> {
    return (await this.#repeated(path, request, readJson)) as T;
  }

  /** The bytes at an address that the service named. */
  async blob(url: string, request: HttpRequest = {}): Promise<Blob> {
    return this.#repeated(url, { timeoutMs: FILE_TIMEOUT_MS, ...request }, (response) => response.blob());
  }

  /** The answer to a request that has none of interest but its headers. */
  async response(path: string, request: HttpRequest = {}): Promise<Response> {
    return this.#repeated(path, request, (response) => Promise.resolve(response));
  }

  async #repeated<T>(path: string, request: HttpRequest, read: (response: Response) => Promise<T>): Promise<T> {
    const method = request.method ?? 'GET';
    const repeatable = request.repeatable ?? (method === 'GET' || method === 'HEAD');
    // Nobody is left to repeat what outlives its page.
    const retries = repeatable && request.keepalive !== true ? (this.#options.retries ?? 2) : 0;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(path, method, request, read);
      } catch (error) {
        const wait = attempt < retries ? waitBefore(error, attempt) : null;
        if (wait === null) {
          throw error;
        }
        await pause(wait, request.signal);
      }
    }
  }

  async #once<T>(
    path: string,
    method: string,
    request: HttpRequest,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const limit = request.timeoutMs ?? this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const controller = new AbortController();
    const abort = () => controller.abort(request.signal?.reason);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      controller.abort();
    }, limit);
    request.signal?.addEventListener('abort', abort, { once: true });
    try {
      request.signal?.throwIfAborted();
      const response = await this.#send(path, method, request, controller.signal);
      if (!response.ok) {
        throw errorOf(response, await readJson(response).catch(() => null));
      }
      return await read(response);
    } catch (error) {
      if (error instanceof ReelsError) {
        throw error;
      }
      if (request.signal?.aborted) {
        throw request.signal.reason;
      }
      throw late ? new TimeoutError(limit) : new NetworkError(error);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
    }
  }

  async #send(path: string, method: string, request: HttpRequest, signal: AbortSignal): Promise<Response> {
    const send = this.#options.fetch ?? globalThis.fetch;
    const url = this.#resolve(path, request.query);
    const source = url === null ? null : (this.#options.token ?? null);
    // Nothing is awaited without need: a page that goes away may not live to see the next step.
    const token = typeof source === 'function' ? await source() : source;
    return send(url ?? path, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(request.json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...request.headers,
      },
      body: request.json === undefined ? (request.body ?? null) : JSON.stringify(request.json),
      credentials: 'omit',
      ...(request.keepalive === true ? { keepalive: true } : {}),
      signal,
    });
  }

  /** Where a path, or a whole address of this service, is reached; null for the addresses of others. */
  #resolve(path: string, query?: object): string | null {
    if (path.startsWith('/')) {
      return this.url(path, query);
    }
    const home = this.#options.baseUrl || globalThis.location?.origin;
    return home !== undefined && new URL(path).origin === new URL(home).origin ? path : null;
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

/** Milliseconds before another attempt, or null when it would not help. */
function waitBefore(error: unknown, attempt: number): number | null {
  const backoff = 250 * 2 ** attempt * (0.5 + Math.random());
  if (error instanceof NetworkError || error instanceof TimeoutError) {
    return backoff;
  }
  if (error instanceof ApiError && PASSING.has(error.status)) {
    const asked = (error.retryAfter ?? 0) * 1000;
    return asked > LONGEST_WAIT_MS ? null : Math.max(asked, backoff);
  }
  return null;
}

/** Waits, unless the signal speaks first. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) {
      stop();
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}
