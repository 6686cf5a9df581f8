/** The engines a job can run on. Both sides share this list; `experiments/engine` implements it. */

/** How far results of an engine repeat; recorded with every artifact. */
export type DeterminismClass =
  /** the same bytes on any machine */
  | 'bit-exact'
  /** the same bytes on the same device and driver */
  | 'device-exact'
  /** equal up to a stated tolerance */
  | 'tolerance';

export interface EngineInfo {
  readonly name: string;
  /** Part of every job key. Raise it when a kernel change alters the bits of a result. */
  readonly version: number;
  readonly determinism: DeterminismClass;
}

export const engines = {
  wasm: { name: 'wasm', version: 1, determinism: 'bit-exact' },
  cpu: { name: 'cpu', version: 1, determinism: 'tolerance' },
  webgpu: { name: 'webgpu', version: 1, determinism: 'tolerance' },
  tensorflow: { name: 'tensorflow', version: 1, determinism: 'tolerance' },
} as const satisfies Record<string, EngineInfo>;

export type EngineName = keyof typeof engines;
