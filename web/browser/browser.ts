import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DESKTOP = { viewport: { width: 1440, height: 900 } };

export const ADA = { id: 1, name: 'Ada', who: 'shopper' };
export const BRUNO = { id: 2, name: 'Bruno', who: 'shopper' };
export const CHIARA = { id: 3, name: 'Chiara', who: 'shopper' };
export const THEO = { id: 104, name: 'Theo', who: 'merchant' };
export const MAREN = { id: 105, name: 'Maren', who: 'merchant' };
export const LARS = { id: 102, name: 'Lars', who: 'merchant' };
export const NOOR = { id: 90, name: 'Noor', who: 'admin' };
/** Far beyond what anything takes, and short of what a test may. */
const PATIENCE_MS = 15_000;

export type Persona = typeof ADA;

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A token for somebody of the demo. */
export async function tokenOf(url: string, userId: number): Promise<string> {
  const answer = await fetch(`${url}/api/demo/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_id: userId }),
  });
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

/** Makes every page of a context begin signed in. */
export async function signIn(context: BrowserContext, url: string, persona: Persona) {
  const token = await tokenOf(url, persona.id);
  const user = { userId: persona.id, name: persona.name, isMerchant: persona.who === 'merchant', isAdmin: persona.who === 'admin' };
  await context.addInitScript(
    ([key, value]) => {
      if (sessionStorage.getItem('begun') === null) {
        sessionStorage.setItem('begun', 'yes');
        sessionStorage.setItem(key!, value!);
      }
    },
    ['reels.session', JSON.stringify({ token, user })],
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

  return {
    url,
    /** @param expected what the page may complain of, such as a refusal that the test provokes */
    async open(path: string, persona: Persona | null, options: BrowserContextOptions = DESKTOP, expected = /^$/): Promise<Page> {
      const context = await browser.newContext({ ...options, permissions: ['clipboard-read', 'clipboard-write'] });
      contexts.push(context);
      if (persona) {
        await signIn(context, url, persona);
      }
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !expected.test(message.text())) {
          faults.push(message.text());
        }
      });
      await page.goto(url + path);
      return page;
    },
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
