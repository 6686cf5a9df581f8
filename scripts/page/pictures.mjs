// Pictures of views of the page, taken in Chromium: small enough to be kept with the text that they stand in.
import { readFileSync, writeFileSync } from 'node:fs';
import { decode, encode } from 'fast-png';
import { settled } from './chromium.mjs';

/** Bits of each channel that are kept. A view has few colours, and letters that are smoothed in many shades. */
const bits = 5;

/**
 * @param {import('playwright-core').Browser} browser
 * @param {{ url: string, file: string, dark?: boolean, width?: number, height?: number, until?: string }} picture
 *   `until`: a selector of what must be there, besides the answer
 */
export async function takePicture(
  browser,
  { url, file, dark = false, width = 1080, height = 640, until, act },
) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  page.setDefaultTimeout(300_000);
  await page.goto(url);
  await settled(page);
  if (until !== undefined) await page.waitForSelector(until);
  if (act !== undefined) await act(page);
  if ((await page.locator('[role=alert]').count()) > 0)
    throw new Error(`expected a view at ${url}, found: ${await page.innerText('[role=alert]')}`);
  await page.screenshot({ path: file, animations: 'disabled' });
  await page.close();
  writeFileSync(file, smaller(readFileSync(file)));
}

/** The same picture with fewer shades, which compresses to less than half. */
function smaller(png) {
  const { width, height, channels, data } = decode(png);
  const few = new Uint8Array(width * height * 3);
  const step = 255 / (2 ** bits - 1);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let c = 0; c < 3; c++)
      few[3 * pixel + c] = Math.round(Math.round(data[channels * pixel + c] / step) * step);
  return encode({ width, height, channels: 3, depth: 8, data: few }, { zlib: { level: 9 } });
}
