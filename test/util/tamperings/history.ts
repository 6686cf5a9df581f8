/** With manifests and the history of git. */
import { expect } from 'vitest';
import { toGitCommit } from '../../../schemas/ids.ts';
import { commitAt, evaluate, type Tampering } from './tampering.ts';

export const historyTamperings: readonly Tampering[] = [
  {
    how: 'the manifest edited and not committed',
    named: 'integrity/manifest not met',
    act: (a) => a.project.write(a.manifest, `${a.project.read(a.manifest)}# later\n`),
  },
  {
    how: 'a seed swapped in the manifest after the results',
    named: 'history/protocol not met',
    act: (a) => a.edit('first: [1, 2]', 'first: [1, 5]'),
  },
  {
    how: 'a seed dropped from the manifest after the results',
    named: 'seeds/none-dropped not met',
    act: (a) => a.edit('first: [1, 2]', 'first: [1]'),
  },
  {
    how: 'a seed added to the manifest after the results',
    named: 'seeds/declared not met',
    act: (a) => a.edit('first: [1, 2]', 'first: [1, 2, 3]'),
  },
  {
    how: 'the budget changed after the results',
    named: 'history/protocol not met',
    act: (a) => a.edit('evaluations: 3', 'evaluations: 9'),
  },
  {
    how: 'the selection changed after the results',
    named: 'history/protocol not met',
    act: (a) => a.edit('ties: lowest-seed', 'ties: fewest-parameters'),
  },
  {
    how: 'evaluation with the random numbers of the selection',
    named: 'seeds/evaluation-independent not met',
    act: async (a) => {
      await a.edit('measure: test', 'measure: validation');
      await a.edit(/metric: test/, 'metric: validation');
    },
  },
  {
    how: 'no random-search baseline',
    named: 'protocol/random-baseline not met',
    act: (a) => a.edit(/kind: random,/g, 'kind: local-search,'),
  },
  {
    how: 'another recipe for one method',
    named: 'protocol/same-recipe not met',
    act: (a) =>
      a.edit('again: { kind: random,', 'again: { matrix: { stages.evaluate.epochs: [1, 2] }, kind: random,'),
  },
  {
    how: 'the best seed shown alone',
    named: 'protocol/spread not met',
    act: (a) =>
      a.edit(
        '{ metric: test.errorPercent, stage: evaluate }',
        '{ metric: test.errorPercent, stage: evaluate, show: best }',
      ),
  },
  {
    how: 'a commit backdated',
    named: 'history/dates not met',
    act: async (a) => {
      a.project.write(a.manifest, `${a.project.read(a.manifest)}# earlier\n`);
      await a.project.git('add', '--all');
      const tree = await a.project.git('write-tree');
      const head = await a.project.git('rev-parse', 'HEAD');
      const backdated = await commitAt(a, tree, head, '2020-01-01T00:00:00Z');
      await a.project.git('reset', '--quiet', '--hard', backdated);
    },
  },
  {
    how: 'a commit made after its run',
    named: 'history/commit-before-run not met',
    act: async (a) => {
      const late = await commitAt(
        a,
        await a.project.git('rev-parse', 'HEAD^{tree}'),
        await a.project.git('rev-parse', 'HEAD'),
        '2035-01-01T00:00:00Z',
      );
      await a.project.git('reset', '--quiet', '--hard', late);
      a.forgeRecord(evaluate, (r) => ({ ...r, commit: toGitCommit(late) }));
    },
  },
  {
    how: 'a seed that ran before the manifest had it',
    named: 'history/seeds-first not met',
    act: async (a) => {
      const old = await a.project.git('rev-parse', 'HEAD');
      await a.edit('first: [1, 2]', 'first: [1, 2, 5]');
      // A run of the new seed, said to be of the commit before.
      const { code } = await a.project.cli('run', a.id, '--update-lock');
      expect(code).toBe(0);
      await a.project.commit('lock anew');
      a.forgeRecord('random/first/search/s5', (r) => ({ ...r, commit: toGitCommit(old) }));
    },
  },
];
