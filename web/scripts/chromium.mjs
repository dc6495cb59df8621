import { chromium } from 'playwright-core';

/** Debian's Chromium, or the browser that CHROMIUM names; without what it does in the background of its own accord. */
export const launch = (...more) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // Containers give little of it.
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DESKTOP = { viewport: { width: 1440, height: 900 } };

/** A token for somebody of the demo. */
export async function tokenOf(url, userId) {
  const answer = await fetch(`${url}/api/demo/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_id: userId }),
  });
  return (await answer.json()).data.token;
}

/** What the app keeps of somebody who is signed in. */
export async function sessionOf(url, { id, name, who }) {
  const user = { userId: id, name, isMerchant: who === 'merchant', isAdmin: who === 'admin' };
  return JSON.stringify({ token: await tokenOf(url, id), user });
}
