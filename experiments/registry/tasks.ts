/** Every task. A new one is its folder, its test and its line here; nothing else names a task. */
import type { TaskModule } from '../task/module.ts';

const tasks: Readonly<Record<string, () => Promise<{ readonly task: TaskModule }>>> = {
  'image-classification': () => import('../task/image-classification/index.ts'),
  'language-modelling': () => import('../task/language/index.ts'),
  command: () => import('../task/command/index.ts'),
  'semantic-segmentation': () => import('../task/semantic-segmentation/index.ts'),
  'tabular-benchmark': () => import('../task/tabular-benchmark/index.ts'),
};

export const taskKinds: readonly string[] = Object.keys(tasks);

/** Undefined for a kind that is none. */
export async function loadTask(kind: string): Promise<TaskModule | undefined> {
  const load = Object.hasOwn(tasks, kind) ? tasks[kind] : undefined;
  return load && (await load()).task;
}
