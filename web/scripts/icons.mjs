// Draws the icons that home screens want as pictures, from public/icon.svg: square, since phones cut them to their shape.
// Usage: npm run icons
import { readFile } from 'node:fs/promises';
import { launch } from './chromium.mjs';

const folder = new URL('../public/', import.meta.url).pathname;
const svg = (await readFile(`${folder}icon.svg`, 'utf8')).replace(' rx="9"', '');
const browser = await launch();
for (const size of [180, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  await page.screenshot({ path: `${folder}icon-${size}.png` });
}
await browser.close();
