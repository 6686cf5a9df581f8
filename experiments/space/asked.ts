import type { QueryProblem } from '../../schemas/query.ts';
import { ok, type Result } from '../../schemas/result.ts';

/** Both of what a person asks with: the options and the architecture. All that is wrong with either is told at once. */
export function asked<V, G>(
  values: Result<V, QueryProblem>,
  genotype: Result<G, QueryProblem>,
): Result<{ readonly values: V; readonly genotype: G }, QueryProblem> {
  if (values.ok && genotype.ok) return ok({ values: values.value, genotype: genotype.value });
  return {
    ok: false,
    failures: [...(values.ok ? [] : values.failures), ...(genotype.ok ? [] : genotype.failures)],
  };
}
