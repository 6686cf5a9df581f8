/** The method `fixed`: architectures that papers name. */
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { FixedSettings } from '../direct/fixed.ts';
import { genotypeId } from '../space/darts-cnn/genotype.ts';
import { namedGenotypes } from '../space/darts-cnn/named.ts';
import { rnnGenotypeId } from '../space/darts-rnn/genotype.ts';
import { namedRnn } from '../space/darts-rnn/named.ts';
import type { Found } from './found.ts';

export function fixedCnn({ architecture: name }: FixedSettings): Result<Found, JobFailure> {
  const known: Readonly<Record<string, (typeof namedGenotypes)[keyof typeof namedGenotypes]>> =
    namedGenotypes;
  const genotype = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!genotype) return unknown(name, Object.keys(known));
  return found({ space: 'darts-cnn', id: genotypeId(genotype), genotype });
}

export function fixedRnn({ architecture: name }: FixedSettings): Result<Found, JobFailure> {
  const known: Readonly<Record<string, (typeof namedRnn)[keyof typeof namedRnn]>> = namedRnn;
  const genotype = Object.hasOwn(known, name) ? known[name]?.genotype : undefined;
  if (!genotype) return unknown(name, Object.keys(known));
  return found({ space: 'darts-rnn', id: rnnGenotypeId(genotype), genotype });
}

/** Nothing was searched, so nothing was measured or spent. */
const found = (architecture: ArchitectureFile): Result<Found, JobFailure> =>
  ok({ architecture, metrics: { cost: { multiplyAdds: 0, architectures: 0 } } });

const unknown = (name: string, names: readonly string[]) =>
  fail({
    reason: 'job-refused' as const,
    message: `Unknown architecture ${name}; there are ${names.join(', ')}`,
  });
