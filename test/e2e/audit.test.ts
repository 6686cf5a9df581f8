/** What the audit says after somebody tampered, each way once. docs/audit.md has the same table. */
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { auditFormat } from '../../schemas/audit.ts';
import { Audited } from '../util/audited.ts';
import { fakeWorkerFile } from '../util/fake-worker.ts';
import { historyTamperings } from '../util/tamperings/history.ts';
import { lockTamperings } from '../util/tamperings/locks.ts';
import { resultTamperings } from '../util/tamperings/results.ts';
import { storeTamperings } from '../util/tamperings/store.ts';
import { evaluate, forgeMetric } from '../util/tamperings/tampering.ts';

beforeEach(() => {
  vi.stubEnv('REPRISE_WORKER', fakeWorkerFile);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const tamperings = [...storeTamperings, ...resultTamperings, ...lockTamperings, ...historyTamperings];

test('each tampering is named by its check, and an honest project by none', async () => {
  const audited = await Audited.create(readFileSync('test/fixtures/audited.yaml', 'utf8'));
  const honest = await audited.audit();
  const doubts = honest.filter(({ verdict, check }) => verdict !== 'met' && !check.startsWith('seed-sets/'));
  // Only the built program reads data sets.
  expect(doubts.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
    'protocol/splits cannot be told',
  ]);
  const before = readdirSync(audited.store.root);
  const docs = readFileSync('docs/audit.md', 'utf8');
  const unnamed: string[] = [];
  for (const { how, named, act } of tamperings) {
    await act(audited);
    const findings = await audited.audit();
    const found = findings
      .filter(({ verdict }) => verdict !== 'met')
      .map(({ check, verdict }) => `${check} ${verdict}`);
    if (!found.includes(named)) unnamed.push(`${how}: expected ${named}, found ${found.join(', ')}`);
    const [check = '', ...verdict] = named.split(' ');
    if (!docs.includes(`| ${how} | \`${check}\` ${verdict.join(' ')} |`))
      unnamed.push(`docs/audit.md lacks: ${how}`);
    // An audit moves nothing.
    expect(
      readdirSync(audited.store.root).filter((name) => !before.includes(name) && name !== 'quarantine'),
    ).toEqual([]);
    expect(findings.every(({ evidence }) => evidence.every((line) => line !== ''))).toBe(true);
    await audited.restore();
  }
  expect(unnamed).toEqual([]);
}, 600_000);

test('what only recomputation shows is shown by a sample: everything made to match, reports and lock included', async () => {
  const audited = await Audited.create(readFileSync('test/fixtures/audited.yaml', 'utf8'));
  const { project, id } = audited;
  forgeMetric(audited, evaluate, 1);
  const relocked = await project.cli('run', id, '--update-lock');
  expect(relocked.code).toBe(0);
  await project.commit('lock anew');
  const plain = await project.cli('audit', id, '--json');
  const read = auditFormat.parse(plain.out);
  expect(
    read.ok &&
      read.value.findings.filter(
        ({ verdict, check }) => verdict === 'not met' && check.startsWith('integrity/'),
      ),
  ).toEqual([]);
  const sampled = await project.cli('audit', id, '--sample', '100%', '--html', 'audit.html');
  expect(sampled.code).toBe(1);
  const page = project.read('audit.html');
  expect(page).toContain('rerun');
  expect(page).toMatch(new RegExp(`${evaluate}</strong></p><p>record .*: metrics.json `));
  expect(page).not.toMatch(/src="(?!data:)|href=/);
  expect(page).toContain('src="data:image/svg+xml;base64,');
  // The page is the same bytes, but for the file itself, which is not committed.
  chmodSync(join(project.root, 'audit.html'), 0o644);
}, 600_000);
