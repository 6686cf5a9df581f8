/** A domain as methods see it. */
import { type Domain, sizeOf } from '../../../schemas/declared-space/domain.ts';
import { categorical, numeric, type Parameter } from '../config-space.ts';

/** An ordinal parameter and one with a step are the numbers of their values, which keeps their order. */
export function parameterOf(name: string, domain: Domain): Parameter {
  switch (domain.kind) {
    case 'choice':
      return categorical(name, domain.values.length);
    case 'integer':
    case 'float':
      return numeric(domain.kind, name, [domain.low, domain.high], domain.log ? 'log' : 'linear');
    default:
      return numeric('integer', name, [0, sizeOf(domain) - 1]);
  }
}
