/**
 * What fits into memory. WebAssembly addresses 4 GiB, whatever the machine has; a tensor that training needs together with
 * its gradient can take half of that at most.
 */

const gibibyte = 2 ** 30;
export const wasmBytes = 4 * gibibyte;

/** Memory did not suffice; the engine of this process may hold remains of what it was computing. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

/** The largest tensor of a training step. */
export interface LargestTensor {
  /** What it is, such as `the scores of all words`. */
  readonly name: string;
  readonly batchSize: number;
  /** Numbers of it that each example of a minibatch needs. */
  readonly perExample: number;
  /** What else makes it smaller. */
  readonly settings: string;
}

/** Why the tensor and its gradient can never be there together, and what would fit; undefined when they may. */
export function memoryProblem({
  name,
  batchSize,
  perExample,
  settings,
}: LargestTensor): { readonly message: string; readonly hint: string } | undefined {
  const bytes = 4 * batchSize * perExample;
  if (2 * bytes <= wasmBytes) return undefined;
  const most = Math.floor(wasmBytes / 8 / perExample);
  const message =
    `Memory does not suffice: ${name} for a minibatch of ${batchSize} take ${inGibibytes(bytes)} GiB and their gradient ` +
    `as much, and the wasm engine has ${inGibibytes(wasmBytes)} GiB`;
  const hint = most >= 1 ? `Lower batchSize to at most ${most}, or lower ${settings}` : `Lower ${settings}`;
  return { message, hint };
}

const inGibibytes = (bytes: number): string => (bytes / gibibyte).toFixed(1);

/** Whether an error says that memory did not suffice: our own, or a trap of a kernel that ran past its end. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof OutOfMemory ||
  (error instanceof Error && error.name === 'RuntimeError' && /out of bounds/.test(error.message)) ||
  (error instanceof RangeError &&
    /memory|allocation|array length|array size|could not allocate/i.test(error.message));
