import { describe, expect, it } from 'vitest';
import type { DataNotice, DataProblem } from '../../../runner/data/data-problem.ts';
import { dataNoticeText, dataProblemText } from '../../../runner/data/data-problem-text.ts';
import { sha256 } from '../../../schemas/canonical.ts';

const [a, b] = [sha256('a'), sha256('b')];
const name = 'optdigits';
const command =
  '`reprise data add optdigits --from <folder with optdigits.tra, optdigits.hol and optdigits.tes>`';
const next = `get the files from https://archive.ics.uci.edu/dataset/80 and run ${command}; nothing was added`;

const golden: readonly [DataProblem, string][] = [
  [
    { reason: 'data-set-missing', name, folder: '/d/optdigits' },
    `data set \`optdigits\` is not in /d/optdigits; get it from https://archive.ics.uci.edu/dataset/80 and run ${command}`,
  ],
  [
    { reason: 'data-set-differs', name, folder: '/d/optdigits', stored: a, found: b },
    `/d/optdigits holds other files of \`optdigits\`: expected digest ${a}, found ${b}; ` +
      'to use the new files, remove that folder and add them again',
  ],
  [
    { reason: 'data-index-invalid', name, path: '/d/index.json', detail: 'is not valid JSON' },
    `/d/index.json is not valid JSON; to repair it, run ${command}`,
  ],
  [
    { reason: 'data-file-missing', name, path: '/d/optdigits.tra' },
    `/d/optdigits.tra is missing; to repair it, run ${command}`,
  ],
  [
    { reason: 'data-file-changed', name, path: '/d/optdigits.tra', expected: a, found: b },
    `/d/optdigits.tra was changed: expected SHA-256 ${a}, found ${b}; to repair it, run ${command}`,
  ],
  [
    { reason: 'source-unreadable', name, path: '/x', detail: 'is a file, not a folder' },
    `/x is a file, not a folder; ${next}`,
  ],
  [
    { reason: 'disk-full', path: '/d' },
    'the disk is full: /d could not be written; make room and do the same again',
  ],
];

const goldenNotices: readonly [DataNotice, string][] = [
  [
    { reason: 'unknown-digest', path: '/x/optdigits.tra', known: a, found: b },
    `/x/optdigits.tra is well formed, but not the file we know: expected SHA-256 ${a}, found ${b}; ` +
      'results will differ from those of the known file',
  ],
  [
    { reason: 'checked-by-structure', path: '/x' },
    '/x: sizes, labels and class counts are right; only the archive has a published checksum',
  ],
];

// The other reasons have their texts checked where they arise.
describe('the text of a data problem', () => {
  it.each(golden.map(([problem, text]) => [problem.reason, problem, text] as const))(
    '%s',
    (_, problem, text) => {
      expect(dataProblemText(problem)).toBe(text);
    },
  );

  it.each(goldenNotices.map(([notice, text]) => [notice.reason, notice, text] as const))(
    '%s',
    (_, notice, text) => {
      expect(dataNoticeText(notice)).toBe(text);
    },
  );
});
