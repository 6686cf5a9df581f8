/** The file of a job that waits for GPUs or holds some: what every runner of the machine reads. */
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact } from '../../schemas/contract.ts';
import { processGroupSchema } from '../util/process-group.ts';
import { processIdentityFields } from '../util/process-identity.ts';

const leasedGpuSchema = exact({
  id: Type.String({ maxLength: 200 }),
  /** Such as `cuda:0`, for whoever reads of it. */
  name: Type.String({ maxLength: 200 }),
  /** Memory in use on it before the job began, in MiB; null where nobody told. */
  baselineMib: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
});

const leaseEntrySchema = exact({
  formatVersion: Type.Literal(1),
  /** The runner. */
  ...processIdentityFields,
  /** In the order of asking, over all runners of the machine. */
  number: Type.Integer({ minimum: 0 }),
  job: Type.String({ maxLength: 2000 }),
  request: exact({
    count: Type.Integer({ minimum: 1 }),
    sharesPerGpu: Type.Integer({ minimum: 1 }),
    memoryMib: Type.Number({ minimum: 0 }),
  }),
  /** Ids of the GPUs that its runner may use. */
  usable: Type.Array(Type.String({ maxLength: 200 })),
  /** Null while it waits. */
  gpus: Type.Union([Type.Array(leasedGpuSchema, { minItems: 1 }), Type.Null()]),
  /** The processes that use them; null until they are started. */
  group: Type.Union([processGroupSchema, Type.Null()]),
});

export type LeaseEntry = Static<typeof leaseEntrySchema>;
export type LeasedGpu = Readonly<Static<typeof leasedGpuSchema>>;

export const leaseEntryFormat = contract('lease of GPUs', leaseEntrySchema);

/** One that holds GPUs. */
export interface HeldEntry extends LeaseEntry {
  gpus: LeasedGpu[];
}

export const isHeldEntry = (entry: LeaseEntry): entry is HeldEntry => entry.gpus !== null;
