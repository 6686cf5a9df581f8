/** The format of a data set's `index.json`. */
import { Type } from '@sinclair/typebox';
import { contract, exact, mapOf, sha256Schema } from './contract.ts';

export const dataIndexContract = contract(
  'data index',
  exact({
    formatVersion: Type.Literal(1),
    name: Type.String(),
    files: mapOf(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
      exact({ digest: sha256Schema, bytes: Type.Integer({ minimum: 0 }) }),
    ),
    digest: sha256Schema,
  }),
);
