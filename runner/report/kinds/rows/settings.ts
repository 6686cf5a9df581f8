/** Settings of rows of data. */
import { Type } from '@sinclair/typebox';
import type { ReportOf } from '../../report-kind.ts';
import { stage } from '../../settings/shared.ts';

export const rowsSettings = {
  stage: stage('The stage whose jobs leave the file.', 'search'),
  file: Type.String({
    title: 'File',
    description: 'Name of an output with one JSON object a line. Every job of the stage must leave it.',
    pattern: String.raw`^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\.jsonl$`,
    'x-expected': 'the name of a file of JSON lines, such as table.jsonl',
    examples: ['table.jsonl'],
  }),
};
export type RowsReport = ReportOf<'rows', typeof rowsSettings>;
