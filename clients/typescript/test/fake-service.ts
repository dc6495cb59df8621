import { vi } from 'vitest';

export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  keepalive: boolean;
}

type Reply = (call: Call) => Response | Promise<Response>;

/** An answer in the shape of the service. */
export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

export function refusal(status: number, code: string, error = 'No', headers: Record<string, string> = {}): Response {
  return answer({ error, code, details: { field: 'x' } }, status, headers);
}

/** A network whose replies a test decides; it notes every call. */
export class FakeNetwork {
  readonly calls: Call[] = [];
  /** Answers in this order; the last one stays. */
  replies: Reply[];

  constructor(...replies: Reply[]) {
    this.replies = replies;
  }

  readonly fetch = vi.fn(async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const text = typeof init.body === 'string' ? init.body : null;
    const call: Call = {
      method: init.method ?? 'GET',
      url: String(url),
      headers: init.headers as Record<string, string>,
      body: text === null ? init.body : JSON.parse(text),
      keepalive: init.keepalive ?? false,
    };
    this.calls.push(call);
    const reply = this.replies.length > 1 ? this.replies.shift() : this.replies[0];
    const signal = init.signal;
    return await new Promise<Response>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
      Promise.resolve(reply!(call)).then(resolve, reject);
    });
  });
}

export const offline: Reply = () => Promise.reject(new TypeError('Failed to fetch'));
export const silence: Reply = () => new Promise(() => {});
