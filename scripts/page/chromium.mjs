// Debian's Chromium, driven without a window.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((path) => existsSync(path));

/** Why no page can be opened here; undefined where one can. */
export const noBrowser =
  executablePath === undefined ? 'no Chromium is installed; apt-get install chromium' : undefined;

/** @throws Error where there is none. */
export async function openBrowser() {
  if (executablePath === undefined) throw new Error(`expected a browser: ${noBrowser}`);
  // Its sandbox asks for what a container does not give; the pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Until the view of a page stands with its answer. @param timeout milliseconds */
export async function settled(page, timeout = 30_000) {
  await page.waitForSelector('h1, [role=alert]', { timeout });
  await page.waitForSelector('.waiting', { state: 'detached', timeout });
}
