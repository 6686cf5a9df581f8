/** The search methods, each loaded when a job or a script asks for it. */
import type { MethodModule } from '../task/method-module.ts';

export const methods: Readonly<Record<string, () => Promise<{ readonly method: MethodModule }>>> = {
  'random-ws': () => import('../oneshot/random-ws/index.ts'),
  darts: () => import('../oneshot/darts/index.ts'),
  'pc-darts': () => import('../oneshot/pc-darts/index.ts'),
  gdas: () => import('../oneshot/gdas/index.ts'),
  snas: () => import('../oneshot/snas.ts'),
  'ista-nas': () => import('../oneshot/ista/ista-nas.ts'),
  enas: () => import('../oneshot/enas.ts'),
  'enas-macro': () => import('../oneshot/enas-macro/index.ts'),
  'enas-micro': () => import('../oneshot/enas-micro/index.ts'),
  random: () => import('../method/random.ts'),
  'regularized-evolution': () => import('../method/regularized-evolution.ts'),
  'local-search': () => import('../method/local-search.ts'),
  reinforce: () => import('../method/reinforce.ts'),
  ppo: () => import('../method/ppo/index.ts'),
  'nas-rl': () => import('../method/nas-rl/index.ts'),
  tpe: () => import('../method/tpe.ts'),
  'successive-halving': () => import('../method/successive-halving.ts'),
  hyperband: () => import('../method/hyperband.ts'),
  asha: () => import('../method/asha.ts'),
  bohb: () => import('../method/bohb.ts'),
  exhaustive: () => import('../direct/exhaustive.ts'),
  fixed: () => import('../direct/fixed.ts'),
  released: () => import('../direct/released.ts'),
  tune: () => import('../direct/tune.ts'),
};
