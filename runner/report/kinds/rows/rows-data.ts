/** The rows of data, whose fields are those of the jobs' lines, and what is said of where they come from. */
import { type Static, Type } from '@sinclair/typebox';
import { artifactIdSchema, commitSchema, contract, exact } from '../../../../schemas/contract.ts';
import { countSchema, jobFields, missingSchema, text } from '../../data-parts.ts';

const rowsSchema = Type.Array(Type.Object({}));

export const rowsData = contract('rows', rowsSchema);
export type RowsData = Static<typeof rowsSchema>;

const jobSchema = exact({
  ...jobFields,
  ...{ row: text, rows: countSchema, artifactId: artifactIdSchema, commit: commitSchema },
  dirty: Type.Boolean(),
});

/** Rows do not say which jobs did not give any; this does. */
export const rowsProvenance = contract(
  'provenance of rows',
  exact({
    ...{ formatVersion: Type.Literal(1), name: text, dirty: Type.Boolean() },
    ...{ jobs: Type.Array(jobSchema), missing: missingSchema },
  }),
);
