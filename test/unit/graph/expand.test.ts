import { describe, expect, test } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import { toSeed } from '../../../schemas/ids.ts';
import { randomMethod, smallManifest } from '../../util/manifest.ts';

describe('expand', () => {
  test('a branch runs its stages in order, each job after the jobs it needs', () => {
    const labels = expand(smallManifest).jobs.map(({ label }) => label);
    expect(labels.filter((label) => label.startsWith('random/first/'))).toEqual([
      'random/first/search/s1',
      'random/first/search/s2',
      'random/first/search/s3',
      'random/first/retrain/s1',
      'random/first/retrain/s2',
      'random/first/retrain/s3',
      'random/first/evaluate/select',
      'random/first/evaluate/s1',
      'random/first/evaluate/s2',
      'random/first/evaluate/s3',
      'random/first/evaluate/s4',
    ]);
    expect(labels).toHaveLength(11 + 2 + 2 + 1 + 4);
  });

  test('seeds beyond a set are the integers after its largest', () => {
    const seeds = expand(smallManifest).jobs.filter(({ label }) =>
      label.startsWith('random/second/evaluate/s'),
    );
    expect(seeds.filter(({ kind }) => kind === 'train').map(({ seed }) => seed)).toEqual([11, 12, 13, 14]);
  });

  test('without a selection each job trains the architecture of its own seed', () => {
    const job = expand(smallManifest).byLabel.get('random/first/retrain/s2');
    expect(job?.inputs).toEqual({
      architecture: { from: 'random/first/search/s2', file: 'architecture.json' },
    });
  });

  test('a selection reads metrics and architecture of every candidate of its own seed set', () => {
    const job = expand(smallManifest).byLabel.get('random/second/evaluate/select');
    expect(job?.inputs).toEqual({
      'candidate-0-metrics': { from: 'random/second/retrain/s11', file: 'metrics.json' },
      'candidate-0-architecture': { from: 'random/second/retrain/s11', file: 'architecture.json' },
      'candidate-1-metrics': { from: 'random/second/retrain/s12', file: 'metrics.json' },
      'candidate-1-architecture': { from: 'random/second/retrain/s12', file: 'architecture.json' },
    });
  });

  test('keeping two architectures trains both with every seed', () => {
    const { evaluate } = smallManifest.stages;
    if (evaluate?.kind !== 'train') throw new Error('the fixture has no evaluate stage');
    const select = { metric: 'validation.errorPercent', keep: 2, ties: 'lowest-seed' } as const;
    const manifest = {
      ...smallManifest,
      stages: { ...smallManifest.stages, evaluate: { ...evaluate, select } },
    };
    const labels = expand(manifest).jobs.map(({ label }) => label);
    expect(labels).toContain('random/first/evaluate/a0-s4');
    expect(labels).toContain('random/first/evaluate/a1-s1');
  });

  describe('a method with seeds of its own that skips a stage', () => {
    const once = { ...randomMethod, seedSets: { second: [11].map(toSeed) }, skip: ['retrain'] };
    const graph = expand({ ...smallManifest, methods: { once, random: randomMethod } });
    const labels = graph.jobs.map(({ label }) => label);

    test('runs in its own sets alone, and trains its one find with every seed, since there is nothing to select', () => {
      expect(labels.filter((label) => label.startsWith('once/'))).toEqual([
        'once/second/search/s11',
        'once/second/evaluate/s11',
        'once/second/evaluate/s12',
        'once/second/evaluate/s13',
        'once/second/evaluate/s14',
      ]);
      expect(graph.byLabel.get('once/second/evaluate/s14')?.inputs).toEqual({
        architecture: { from: 'once/second/search/s11', file: 'architecture.json' },
      });
    });

    test('changes no other method', () => {
      const others = labels.filter((label) => label.startsWith('random/'));
      expect(others).toEqual(expand(smallManifest).jobs.map(({ label }) => label));
    });

    test('finds its source through several skipped stages', () => {
      const { evaluate } = smallManifest.stages;
      if (evaluate?.kind !== 'train') throw new Error('the fixture has no evaluate stage');
      const stages = { ...smallManifest.stages, again: { ...evaluate, from: 'evaluate' } };
      const method = { ...randomMethod, skip: ['evaluate', 'retrain'] };
      const select = expand({ ...smallManifest, stages, methods: { method } }).byLabel.get(
        'method/first/again/select',
      );
      expect(select?.inputs['candidate-2-metrics']?.from).toBe('method/first/search/s3');
    });
  });

  test('a matrix makes one branch for each point, the last name changing fastest', () => {
    const matrix = { logicalWorkers: [8, 16], evaluations: [1, 2] };
    const manifest = { ...smallManifest, methods: { random: { ...randomMethod, matrix } } };
    const variants = [...new Set(expand(manifest).jobs.map(({ variant }) => variant))];
    expect(variants).toEqual([
      'random[logicalWorkers=8,evaluations=1]',
      'random[logicalWorkers=8,evaluations=2]',
      'random[logicalWorkers=16,evaluations=1]',
      'random[logicalWorkers=16,evaluations=2]',
    ]);
    const job = expand(manifest).byLabel.get('random[logicalWorkers=16,evaluations=1]/first/search/s1');
    expect(job?.parameters['method']).toMatchObject({ logicalWorkers: 16, evaluations: 1 });
  });

  test('stages stand in any order in the file', () => {
    const { search, retrain, evaluate } = smallManifest.stages;
    if (search === undefined || retrain === undefined || evaluate === undefined)
      throw new Error('incomplete fixture');
    const manifest = { ...smallManifest, stages: { evaluate, retrain, search } };
    expect(expand(manifest).jobs.map(({ label }) => label)).toEqual(
      expand(smallManifest).jobs.map(({ label }) => label),
    );
  });

  test('names of stages, seed sets and methods do not reach the parameters, so they do not change a key', () => {
    const job = expand(smallManifest).byLabel.get('random/first/evaluate/s1');
    expect(Object.keys(job?.parameters ?? {}).sort()).toEqual([
      'engine',
      'measure',
      'space',
      'task',
      'training',
    ]);
    expect(job?.seed).toBe(toSeed(1));
  });
});
