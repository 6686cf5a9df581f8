import { describe, expect, test } from 'vitest';
import { type Candidate, selectArchitectures } from '../../../runner/exec/select-job.ts';
import { toSeed } from '../../../schemas/ids.ts';

const candidate = (seed: number, errorPercent: number, parameters = 100): Candidate => ({
  seed: toSeed(seed),
  metrics: {
    validation: { split: 'validation', examples: 10, errorPercent, loss: 1 },
    model: { parameters, multiplyAdds: 1 },
  },
  architecture: `architecture of ${seed}`,
});

const select = { metric: 'validation.errorPercent', keep: 1, ties: 'lowest-seed' } as const;

describe('selectArchitectures', () => {
  test('keeps the candidate with the lowest validation error', () => {
    const outputs = selectArchitectures(select, [candidate(1, 30), candidate(2, 10), candidate(3, 20)]);
    expect(outputs).toEqual({
      'architecture-0.json': 'architecture of 2',
      'selection.json':
        '{"candidates":[{"kept":true,"seed":2,"value":10},{"kept":false,"seed":3,"value":20},{"kept":false,"seed":1,"value":30}],' +
        '"keep":1,"metric":"validation.errorPercent","ties":"lowest-seed"}\n',
    });
  });

  test('the order of the candidates does not matter', () => {
    const candidates = [candidate(4, 10), candidate(2, 10), candidate(3, 5)];
    expect(selectArchitectures({ ...select, keep: 2 }, candidates)).toEqual(
      selectArchitectures({ ...select, keep: 2 }, [...candidates].reverse()),
    );
  });

  test('equal candidates: the lowest seed wins, or the smallest network where the manifest says so', () => {
    const candidates = [candidate(9, 10, 50), candidate(2, 10, 100)];
    expect(selectArchitectures(select, candidates)['architecture-0.json']).toBe('architecture of 2');
    const bySize = selectArchitectures({ ...select, ties: 'fewest-parameters' }, candidates);
    expect(bySize['architecture-0.json']).toBe('architecture of 9');
  });

  test('a candidate that did not measure the metric is refused', () => {
    const blind = { ...candidate(5, 0), metrics: {} };
    expect(() => selectArchitectures(select, [candidate(1, 1), blind])).toThrow(
      'the candidate with seed 5 did not measure validation.errorPercent, which the selection needs',
    );
  });
});
