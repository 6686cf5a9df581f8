/**
 * Where a training stands, as one file: named arrays in this project's layout, and what else it goes on from as JSON in
 * the header. Equal states make equal bytes.
 */
import type { JsonObject } from '../../schemas/json.ts';
import type { Parameter } from '../engine/index.ts';
import type { NamedArray } from './pytorch-layout.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

/** The output of a trial that another one goes on from, and the input that it becomes. */
export const checkpointOutput = 'checkpoint.safetensors';
export const checkpointInput = 'checkpoint';

export interface Checkpoint {
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly state: JsonObject;
}

/** Whatever has a name, a shape and values that may have to come from another device. */
export type Stored = Pick<Parameter, 'name' | 'shape' | 'download'>;

export async function encodeCheckpoint(stored: readonly Stored[], state: JsonObject): Promise<Uint8Array> {
  const arrays = stored.map(async (array) => ({
    name: array.name,
    shape: array.shape,
    values: await array.download(),
  }));
  return encodeSafetensors(await Promise.all(arrays), { training: JSON.stringify(state) });
}

/** @throws TypeError when it is no such file: whoever keeps it keeps its digest, too */
export function decodeCheckpoint(file: Uint8Array): Checkpoint {
  const { arrays, metadata } = decodeSafetensors(file);
  const state: unknown = JSON.parse(metadata['training'] ?? 'null');
  if (typeof state !== 'object' || state === null) {
    throw new TypeError('Expected a checkpoint that says where its training stands');
  }
  return { arrays, state: state as JsonObject };
}

/** Gives each parameter the values under its name. @throws TypeError when one is missing or of another size */
export function restoreParameters(
  parameters: readonly Parameter[],
  { arrays }: Checkpoint,
  prefix = '',
): void {
  for (const parameter of parameters) {
    const array = arrays.get(`${prefix}${parameter.name}`);
    if (!array) throw new TypeError(`Expected the checkpoint to hold ${prefix}${parameter.name}`);
    parameter.write(array.values);
  }
}
