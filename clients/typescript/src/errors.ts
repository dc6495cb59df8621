import type { ErrorBody, ErrorCode } from './types.js';

/** Whatever goes wrong between this client and the service; `code` tells what. */
export class ReelsError extends Error {
  override readonly name: string = 'ReelsError';
}

/** The service refused or failed, and said so. */
export class ApiError extends ReelsError {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    /** For programs. A code that this version does not know may come one day. */
    readonly code: ErrorCode | (string & {}),
    message: string,
    /** The offending input, such as `per_page`. */
    readonly field: string | null = null,
    /** Seconds after which it may be worth trying again, when the service named them. */
    readonly retryAfter: number | null = null,
    /** Quote it when you report a problem. */
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

/** The service could not be reached, or the connection broke; what was asked may have been done all the same. */
export class NetworkError extends ReelsError {
  override readonly name = 'NetworkError';

  constructor(cause: unknown) {
    super('The service could not be reached', { cause });
  }
}

/** No whole answer came in time; what was asked may have been done all the same. */
export class TimeoutError extends ReelsError {
  override readonly name = 'TimeoutError';

  constructor(readonly milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
  }
}

/** The error of an answer. Anything between the service and here may have spoken HTML instead. */
export function errorOf(response: Response, body: unknown): ApiError {
  const error: Partial<ErrorBody> = typeof body === 'object' && body !== null ? body : {};
  const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
  return new ApiError(
    response.status,
    error.code ?? 'UNKNOWN_ERROR',
    error.error ?? `The service answered ${response.status}`,
    error.details?.field ?? null,
    Number.isFinite(retryAfter) ? retryAfter : null,
    response.headers.get('X-Request-Id'),
  );
}
