/** Loads the module of one method. */
import type { MethodModule } from '../task/method-module.ts';
import { methods } from './methods.ts';

/** Undefined for a kind that there is not. */
export async function loadMethod(kind: string): Promise<MethodModule | undefined> {
  if (!Object.hasOwn(methods, kind)) return undefined;
  return (await methods[kind]?.())?.method;
}
