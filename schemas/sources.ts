/**
 * Where the settings of a profile come from: `<id>.sources.json` beside a manifest. Values are written down from the
 * source and not from the manifest, so that a slip in one of the two shows.
 */
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact, mapOf } from './contract.ts';

const scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

/** Dotted path in the resolved manifest, such as `methods.darts.epochs`, to the value there. */
const values = mapOf(
  /^(?:task|space|seedSets|methods|stages)\..+$/,
  Type.Union([scalar, Type.Array(scalar)]),
);

const sources = exact({
  formatVersion: Type.Literal(1),
  /** The profile whose settings these are. */
  profile: Type.String({ minLength: 1 }),
  sourced: Type.Array(
    exact({
      /** Paper with table or section, or repository, commit, file and lines. */
      source: Type.String({ minLength: 1 }),
      values,
    }),
  ),
  /** Settings that no source gives; they are ours. */
  ours: values,
});

export const sourcesFile = contract('sources.json', sources);
export type Sources = Static<typeof sources>;
