/** The page of a project, served by the real command line and opened in a browser. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openBrowser } from './browser.ts';
import type { TestProject } from './project.ts';

export interface PageLook {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
}

export class ServedPage {
  readonly page: Page;
  readonly url: string;
  /** What the browser complained of. */
  readonly complaints: string[] = [];
  /** Addresses that were asked for. */
  readonly requests: string[] = [];
  readonly #browser: Browser;
  readonly #end: () => Promise<void>;

  private constructor(page: Page, url: string, browser: Browser, end: () => Promise<void>) {
    this.page = page;
    this.url = url;
    this.#browser = browser;
    this.#end = end;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('request', (request) => this.requests.push(request.url()));
  }

  static async open(project: TestProject, ...args: readonly string[]): Promise<ServedPage> {
    const server = project.start(['serve', ...args]);
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      server.stdout?.on('data', (chunk) => {
        text += chunk;
        if (text.includes('\n')) resolve(text.trim());
      });
      void server.then(({ stderr }) => reject(new Error(`reprise serve ended: ${stderr}`)));
    });
    const end = async (): Promise<void> => {
      server.kill('SIGTERM');
      expect((await server).exitCode).toBe(0);
    };
    return ServedPage.#in(url, end);
  }

  /** A page that needs no server. */
  static openFile(file: string): Promise<ServedPage> {
    return ServedPage.#in(`file://${file}`, () => Promise.resolve());
  }

  static async #in(url: string, end: () => Promise<void>): Promise<ServedPage> {
    const browser = await openBrowser();
    return new ServedPage(await browser.newPage(), url, browser, end);
  }

  async look({ colorScheme = 'light', width = 1280 }: PageLook): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.setViewportSize({ width, height: 800 });
  }

  /** Opens a view by its address, and waits for what it shows. */
  async show(hash: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.url}${hash}`);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.waitForSelector('h1, [role=alert]');
    await this.page.waitForSelector('.waiting', { state: 'detached' });
  }

  text(selector = 'main'): Promise<string> {
    return this.page.innerText(selector);
  }

  /** Breaches of the rules of accessibility that are serious, by rule and place. */
  async breaches(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const found = (await this.page.evaluate('axe.run()')) as axe.AxeResults;
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }

  /** Pixels by which the view is wider than the window. */
  overflow(): Promise<number> {
    return this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#end();
  }
}

/** Kept beside the tests' output where somebody wants to look: `REPRISE_SCREENSHOTS=<folder>`. */
export async function keepScreenshot({ page }: ServedPage, name: string): Promise<void> {
  const folder = process.env['REPRISE_SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
