/** The method `fixed`: architectures that papers name. Nothing is searched, so nothing is measured or spent. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { SpaceModule } from '../space/module.ts';
import type { Found } from '../task/found.ts';
import { refuse } from '../task/measured.ts';
import { readSettings } from '../task/read-settings.ts';
import { settings as declared } from './fixed-settings.ts';

interface FixedRun {
  readonly settings: MethodSettings;
  readonly space: SpaceModule<unknown>;
}

export async function search({ settings, space }: FixedRun): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', declared, settings);
  if (!read.ok) return read;
  const { architecture: name } = read.value;
  if (!Object.hasOwn(space.examples, name)) {
    return refuse(`Unknown architecture ${name}; there are ${Object.keys(space.examples).join(', ')}`);
  }
  const genotype = space.examples[name];
  return ok({
    architecture: { space: space.name, id: space.genotypeId(genotype), genotype },
    metrics: { cost: { multiplyAdds: 0, architectures: 0 } },
  });
}
