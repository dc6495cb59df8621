import { ApiError, NetworkError, TimeoutError } from '@aoin/reels-client';
import { texts } from './texts.js';

/** What to tell a person about a failure. The service's own words where it spoke. */
export function explain(error: unknown): string {
  if (error instanceof NetworkError) {
    return texts.errors.offline;
  }
  if (error instanceof TimeoutError) {
    return texts.errors.slow;
  }
  if (error instanceof ApiError) {
    if (error.status === 401) {
      return texts.errors.signedOut;
    }
    return error.status >= 500 ? texts.errors.busy : error.message;
  }
  return texts.errors.unknown;
}
