/** The page in a real browser: every view, light and dark, wide and narrow; a live run to its end; stores in a bad state. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Audited } from '../util/audited.ts';
import { noBrowser } from '../util/browser.ts';
import { TestProject } from '../util/project.ts';
import { keepScreenshot, ServedPage } from '../util/served-page.ts';
import { skipAll } from '../util/skip-all.ts';

const slow = { timeout: 600_000 };
const manifest = readFileSync('test/fixtures/audited.yaml', 'utf8');

/** Name of a screenshot, address and what stands there. */
const views = [
  ['experiment', '#/e/audited/base', '32 done'],
  ['report', '#/e/audited/base/report/main', 'Test error'],
  [
    'cell',
    '#/e/audited/base/cell/main/random%2Ffirst/test.errorPercent%40evaluate',
    'random/first/evaluate/s1',
  ],
  ['graph', '#/e/audited/base/graph', '32 jobs'],
  ['method', '#/e/audited/base/graph/random', 'Jobs of random'],
  ['group', '#/e/audited/base/graph/random/*/search', 'random/second/search/s11'],
  ['job', '#/e/audited/base/job/random%2Ffirst%2Fevaluate%2Fselect', 'on validation data'],
  ['seed-sets', '#/e/audited/base/seed-sets', 'Test error of evaluate'],
  ['audit', '#/e/audited/base/audit', 'integrity'],
  ['manifest', '#/e/audited/base/manifest', 'manifests/tests/audited.yaml'],
  ['diff', '#/diff/audited/audited', 'no difference'],
] as const;

describe('the page', () => {
  skipAll(noBrowser);

  test('every view stands, with nothing serious against it, and asks nobody else', slow, async () => {
    const { project } = await Audited.create(manifest);
    const page = await ServedPage.open(project);
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 1280],
      ['light', 360],
    ] as const) {
      await page.look({ colorScheme, width });
      for (const [name, hash, words] of [['home', '#/', 'audited'] as const, ...views]) {
        await page.show(hash);
        expect(await page.text(), hash).toContain(words);
        expect(await page.breaches(), `${name} in ${colorScheme} at ${width}`).toEqual([]);
        expect(await page.overflow(), `${name} at ${width}`).toBeLessThanOrEqual(0);
        await keepScreenshot(page, `${name}-${colorScheme}-${width}`);
      }
    }
    // A link leads where its address says, and the keyboard follows it.
    await page.show('#/e/audited/base/report/main');
    await page.page.focus('.results td a');
    await page.page.keyboard.press('Enter');
    await page.page.waitForURL(/\/cell\//);
    await page.settled();
    expect(await page.page.evaluate('document.activeElement?.id')).toBe('main');
    await page.page.click('table tbody td a.digest');
    await page.settled();
    expect(await page.page.evaluate('location.hash')).toMatch(/^#\/record\/[0-9a-f]{64}$/);
    // What the worker of the test calls an architecture, no space can draw: the browser tells that as a missing answer.
    const isDrawing = (complaint: string): boolean => /404.*\/drawing\?/.test(complaint);
    expect(page.complaints.filter((complaint) => !isDrawing(complaint))).toEqual([]);
    const { origin } = new URL(page.url);
    expect(page.requests.filter((url) => !url.startsWith(origin) && url !== 'about:blank')).toEqual([]);
    await page.close();
  });

  test('a run is seen from its first job to its end', slow, async () => {
    const project = await TestProject.create();
    project.control.order({ 'random/first/search/s1': 'wait' });
    const run = project.start(['run', 'small', '-j', '1']);
    const page = await ServedPage.open(project);
    await page.show('#/');
    while ((await page.page.locator('a[href^="#/run/"]').count()) === 0) {
      await page.page.waitForTimeout(300);
      await page.show('#/');
    }
    await page.page.click('a[href^="#/run/"]');
    await page.page.waitForSelector('th:has-text("random/first/search/s1")');
    expect(await page.text('[role=status]')).toMatch(/^running \d+ of 16 jobs/);
    expect(await page.breaches()).toEqual([]);
    await keepScreenshot(page, 'run-live');
    project.control.go();
    await page.page.waitForSelector('[role=status]:has-text("ended")');
    expect(await page.text('[role=status]')).toBe('ended 16 of 16 jobs');
    expect((await run).exitCode).toBe(0);
    await keepScreenshot(page, 'run-ended');
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  test('an empty store, a damaged one and a wrong manifest are told in words', slow, async () => {
    const audited = await Audited.create(manifest);
    const { project } = audited;
    project.write('manifests/tests/wrong.yaml', 'id: wrong\ntitle: Wrong\ntsak: 1\n');
    const empty = await ServedPage.open(project, '--store', join(project.root, '..', 'none'));
    await empty.show('#/e/audited/base/report/main');
    expect(await empty.text('.results')).toContain('none yet');
    await empty.show('#/e/audited/base');
    expect(await empty.text()).toContain('reprise run audited');
    await empty.show('#/e/wrong/base/manifest');
    expect(await empty.text()).toContain('tsak');
    expect(await empty.page.locator('.source .wrong').count()).toBeGreaterThan(0);
    expect(await empty.breaches()).toEqual([]);
    await keepScreenshot(empty, 'wrong-manifest');
    await empty.close();
    const { key } = audited.recordOf('again/first/search/s1');
    const file = audited.recordFile('again/first/search/s1');
    chmodSync(file, 0o644);
    writeFileSync(file, '{}');
    const page = await ServedPage.open(project);
    await page.show('#/e/audited/base/job/again%2Ffirst%2Fsearch%2Fs1');
    expect(await page.text()).toContain('its record');
    await page.show(`#/record/${key}`);
    expect(await page.text('[role=alert]')).toContain(`the record of ${key}`);
    await keepScreenshot(page, 'damaged');
    await page.close();
  });

  test('a report is one file, which says all of it without a server', slow, async () => {
    const { project } = await Audited.create(manifest);
    const { code, out, err } = await project.cli('report', '--html', 'audited', '-o', 'page.html');
    expect([code, out, err]).toEqual([0, 'the page is page.html', '']);
    const page = await ServedPage.openFile(join(project.root, 'page.html'));
    for (const [, hash, words] of views.filter(([name]) => name !== 'diff')) {
      await page.show(hash);
      expect(await page.text(), hash).toContain(words);
      // What the worker of the test calls an architecture, no space can draw.
      const alerts = await page.page.locator('[role=alert]').count();
      if (!hash.includes('/cell/')) expect(alerts, hash).toBe(0);
    }
    await page.show('');
    expect(await page.text()).toContain('32 done');
    expect(page.complaints).toEqual([]);
    expect(page.requests.filter((url) => !url.startsWith('file://') && url !== 'about:blank')).toEqual([]);
    await page.close();
  });

  test('ten thousand jobs are listed page by page', slow, async () => {
    const project = await TestProject.create();
    const many = manifest
      .replace('id: audited', 'id: many')
      .replace('first: [1, 2]', 'first: { from: 1000, count: 2000 }');
    project.write('manifests/tests/many.yaml', many);
    await project.commit('many');
    const page = await ServedPage.open(project);
    await page.show('#/e/many/base/graph');
    const [, jobs = '0'] = /^(\d+) jobs$/.exec(await page.text('h1')) ?? [];
    expect(Number(jobs)).toBeGreaterThan(8_000);
    await page.page.click('svg a:has(rect)');
    await page.settled();
    expect(await page.page.locator('tbody tr').count()).toBe(200);
    await page.page.click('button:has-text("Later")');
    expect(await page.text('.pages')).toMatch(/201 to 400 of \d+/);
    await page.page.fill('input[type=search]', '/s2999');
    expect(await page.page.locator('tbody tr').count()).toBe(1);
    expect(await page.breaches()).toEqual([]);
    await page.close();
  });
});
