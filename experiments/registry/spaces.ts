/** Every search space. A new one is its folder, its test and its line here; nothing else names a space. */
import type { SpaceModule } from '../space/module.ts';

const spaces = {
  'darts-cnn': () => import('../space/darts-cnn/index.ts'),
  'darts-rnn': () => import('../space/darts-rnn/index.ts'),
  nasbench101: () => import('../space/nasbench101/index.ts'),
  'nasbench1shot1-1': () => import('../space/nasbench1shot1/space-1.ts'),
  'nasbench1shot1-2': () => import('../space/nasbench1shot1/space-2.ts'),
  'nasbench1shot1-3': () => import('../space/nasbench1shot1/space-3.ts'),
};

export const spaceNames: readonly string[] = Object.keys(spaces);

type Load = () => Promise<{ readonly space: SpaceModule<unknown> }>;
const loaders: Readonly<Record<string, Load>> = spaces;

/** Undefined for a name that is none. */
export async function loadSpace(name: string): Promise<SpaceModule<unknown> | undefined> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  return load && (await load()).space;
}
