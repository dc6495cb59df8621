import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { DESKTOP, PHONE, launch, sessionOf, tokenOf, type Persona } from '../scripts/chromium.mjs';

export { DESKTOP, PHONE, tokenOf, type Persona };

export const ADA = { id: 1, name: 'Ada', who: 'shopper' };
export const BRUNO = { id: 2, name: 'Bruno', who: 'shopper' };
export const CHIARA = { id: 3, name: 'Chiara', who: 'shopper' };
export const DENIZ = { id: 4, name: 'Deniz', who: 'shopper' };
export const EMIL = { id: 5, name: 'Emil', who: 'shopper' };
export const YUKI = { id: 101, name: 'Yuki', who: 'merchant' };
export const INES = { id: 103, name: 'Ines', who: 'merchant' };
export const THEO = { id: 104, name: 'Theo', who: 'merchant' };
export const MAREN = { id: 105, name: 'Maren', who: 'merchant' };
export const LARS = { id: 102, name: 'Lars', who: 'merchant' };
export const NOOR = { id: 90, name: 'Noor', who: 'admin' };
/** Far beyond what anything takes, and short of what a test may. */
const PATIENCE_MS = 15_000;

/** What the shop itself does, and what the service says to somebody, beside the browser. */
export function testShop() {
  const url = inject('url');
  const as = async (userId: number) => ({ Authorization: `Bearer ${await tokenOf(url, userId)}`, 'Content-Type': 'application/json' });
  return {
    async setStock(productId: number, quantity: number) {
      const answer = await fetch(`${url}/api/admin/catalog/products/${productId}/stock`, {
        method: 'PUT',
        headers: await as(NOOR.id),
        body: JSON.stringify({ stock_qty: quantity }),
      });
      expect(answer.status).toBe(200);
    },
    async read<T>(persona: Persona, path: string): Promise<T> {
      const answer = await fetch(url + path, { headers: await as(persona.id) });
      return (await answer.json()) as T;
    },
  };
}

/** Makes every page of a context begin signed in. */
export async function signIn(context: BrowserContext, url: string, persona: Persona) {
  await context.addInitScript(
    ([key, value]) => {
      // An empty page, where one goes to leave ours, has no storage.
      if (location.protocol.startsWith('http') && sessionStorage.getItem('begun') === null) {
        sessionStorage.setItem('begun', 'yes');
        sessionStorage.setItem(key!, value!);
      }
    },
    ['reels.session', await sessionOf(url, persona)],
  );
}

/** A browser for the tests of a file; whatever goes wrong inside a page fails the test that opened it. */
export function testBrowser() {
  const url = inject('url');
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(faults.splice(0)).toEqual([]);
  });

  /** @param expected what the page may complain of, such as a refusal that the test provokes */
  async function openAt(home: string, path: string, persona: Persona | null, options: BrowserContextOptions = DESKTOP, expected = /^$/): Promise<Page> {
    const context = await browser.newContext({ ...options, permissions: ['clipboard-read', 'clipboard-write'] });
    contexts.push(context);
    if (persona) {
      await signIn(context, home, persona);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected.test(message.text())) {
        faults.push(message.text());
      }
    });
    // Tokens travel in headers, whatever else happens.
    page.on('request', (request) => {
      if (request.url().includes('eyJ')) {
        faults.push(`A token in the address ${request.url()}`);
      }
    });
    await page.goto(home + path);
    return page;
  }

  return {
    url,
    openAt,
    open: (path: string, persona: Persona | null, options?: BrowserContextOptions, expected?: RegExp) => openAt(url, path, persona, options, expected),
  };
}

/** The reel on screen. */
export const current = (page: Page) => page.locator('.reel:not([inert])');

/** Waits until the clip on screen plays. */
export async function plays(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const video = document.querySelector<HTMLVideoElement>('.reel:not([inert]) video');
    return video !== null && !video.paused && video.currentTime > 0.1 && video.videoWidth > 0;
  });
}

/** Goes to the next reel as with a swipe, and waits until it plays. */
export async function swipe(page: Page): Promise<void> {
  const before = await current(page).getAttribute('aria-posinset');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(
    (old) => document.querySelector('.reel:not([inert])')?.getAttribute('aria-posinset') !== old,
    before,
  );
  await plays(page);
}
