/** Every search space. A new one is its folder, its test and its line here; nothing else names a space. */
import { declaredName } from '../../schemas/declared-space/declaration.ts';
import type { SpaceSettings } from '../../schemas/manifest.ts';
import type { QueryProblem } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { argumentProblem, noneOf } from '../space/answer.ts';
import type { SpaceModule } from '../space/module.ts';

const spaces = {
  'darts-cnn': () => import('../space/darts-cnn/index.ts'),
  'darts-rnn': () => import('../space/darts-rnn/index.ts'),
  nasbench101: () => import('../space/nasbench101/index.ts'),
  'nasbench1shot1-1': () => import('../space/nasbench1shot1/space-1.ts'),
  'nasbench1shot1-2': () => import('../space/nasbench1shot1/space-2.ts'),
  'nasbench1shot1-3': () => import('../space/nasbench1shot1/space-3.ts'),
  nasnet: () => import('../space/nasnet/index.ts'),
  'auto-deeplab': () => import('../space/auto-deeplab/index.ts'),
  'enas-macro': () => import('../space/enas-macro/index.ts'),
  'enas-micro': () => import('../space/enas-micro/index.ts'),
  'nas-conv': () => import('../space/nas-conv/fixed-strides.ts'),
  'nas-conv-strides': () => import('../space/nas-conv/predicted-strides.ts'),
  'nas-conv-pooling': () => import('../space/nas-conv/pooling.ts'),
  'nas-rnn': () => import('../space/nas-rnn/index.ts'),
  'nas-rnn-max-sin': () => import('../space/nas-rnn/max-sin.ts'),
  'enas-rnn': () => import('../space/enas-rnn/index.ts'),
};

/** An entry of its own, so that it belongs to the jobs that name it, and to no others. */
const declaring = { declared: () => import('../space/declared/index.ts') };

export const spaceNames: readonly string[] = Object.keys(spaces);

type Load = () => Promise<{ readonly space: SpaceModule<unknown> }>;
const loaders: Readonly<Record<string, Load>> = spaces;

/** @param settings as a manifest has them: a space of this list by its name, or a declaration */
export async function loadSpace(
  settings: SpaceSettings,
): Promise<Result<SpaceModule<unknown>, QueryProblem>> {
  const { name } = settings;
  if (name === declaredName) return (await declaring.declared()).declaredSpace(settings);
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (!load) return fail(argumentProblem('<space>', noneOf('a search space', name, spaceNames)));
  return ok((await load()).space);
}
