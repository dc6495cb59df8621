/** A request that is under way before the app runs. */
export interface Early {
  url: string;
  authorization: string | null;
  answer: Promise<Response>;
}

const LONGEST_KEPT_MS = 5000;
const page = globalThis as { reelsEarly?: Early };
setTimeout(() => delete page.reelsEarly, LONGEST_KEPT_MS);

/** Fetches; what the page has asked for already, as the same caller, is not asked for again. Each such answer is used once. */
export const fetchOrTake: typeof fetch = (input, init) => {
  const early = page.reelsEarly;
  const authorization = new Headers(init?.headers).get('Authorization');
  if (early === undefined || (init?.method ?? 'GET') !== 'GET' || input !== early.url || authorization !== early.authorization) {
    return fetch(input, init);
  }
  delete page.reelsEarly;
  return early.answer;
};
