/** How far a job is, for the formats of files that tell it. */
import { Type } from '@sinclair/typebox';
import { exact } from './contract.ts';

export const progressFields = {
  done: Type.Number(),
  total: Type.Number(),
  unit: Type.String(),
  metric: Type.Optional(exact({ name: Type.String(), value: Type.Number() })),
  resumed: Type.Optional(Type.Number()),
};
