import { expectTypeOf, test } from 'vitest';
import type * as experiments from '../../../experiments/query/answer.ts';
import type * as runner from '../../../runner/query/answer.ts';

test('runner and query process speak of the same shapes', () => {
  expectTypeOf<runner.QueryRequest>().toEqualTypeOf<experiments.QueryRequest>();
  expectTypeOf<runner.QueryAnswer>().toEqualTypeOf<experiments.QueryAnswer>();
});
