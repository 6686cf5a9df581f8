import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Corpus } from '../../../experiments/data/language/corpus.ts';
import { data, published } from '../../../experiments/data/language/ptb.ts';
import {
  characterCorpus,
  decodeTextCorpus,
  wordCorpus,
} from '../../../experiments/data/language/text-corpora.ts';
import { needs, type RealData, realData } from '../../util/real-data.ts';

const parts = (train: string, validation = 'the cat\n', test_ = 'the cat\n') =>
  wordCorpus('small', [
    { file: 'a.train', text: train },
    { file: 'a.valid', text: validation },
    { file: 'a.test', text: test_ },
  ]);

const textOf = (corpus: Corpus, tokens: Int32Array): string[] =>
  [...tokens].map((token) => corpus.vocabulary[token] ?? '');

describe('corpora from text files', () => {
  test('words are numbered as they occur, and every line ends with a word of its own', () => {
    const read = parts(' the cat sat \n\nthe dog\n');
    if (!read.ok) throw new Error('refused');
    const { vocabulary, train, validation } = read.value;
    expect(vocabulary).toEqual(['the', 'cat', 'sat', '<eos>', 'dog']);
    expect([...train]).toEqual([0, 1, 2, 3, 3, 0, 4, 3]);
    expect(textOf(read.value, validation)).toEqual(['the', 'cat', '<eos>']);
  });

  test('carriage returns and a missing last line break change nothing', () => {
    expect(parts('the cat\r\nsat')).toEqual(parts('the cat\nsat\n'));
  });

  test('a word that was never trained is told by its place, and what to do', () => {
    expect(parts('the cat\n', 'the\nthe  dog\n')).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'a.valid:2:6: Expected a word of a.train, got `dog`',
          hint: 'Use the preprocessed files of one release, in which rare words are <unk>',
        },
      ],
    });
  });

  test('an empty file is told', () => {
    expect(parts('the cat\n', 'the\n', '')).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'a.test:1:1: Expected text, got an empty file',
          hint: 'Download the data set again, and do not edit its files',
        },
      ],
    });
  });

  test('files that are not the published ones are refused', () => {
    const text = new TextEncoder().encode('the cat\n');
    const names = ['ptb.train.txt', 'ptb.valid.txt', 'ptb.test.txt'];
    const files = new Map(names.map((name) => [name, text]));
    expect(decodeTextCorpus('ptb', published, files)).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message:
            'ptb.train.txt: Expected 929589 words, as Penn Treebank as preprocessed by Mikolov has, got 3',
          hint: 'Download the data set again, and do not edit its files',
        },
      ],
    });
    files.delete('ptb.valid.txt');
    expect(decodeTextCorpus('ptb', published, files)).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'Data set ptb lacks its file ptb.valid.txt',
          hint: 'Penn Treebank as preprocessed by Mikolov consists of ptb.train.txt, ptb.valid.txt, ptb.test.txt; add all of them',
        },
      ],
    });
  });

  test('text with the published numbers of words is taken', () => {
    // 10,000 different words with the end of line, 929,589 in all.
    const words = Array.from({ length: 9999 }, (_, i) => `w${i}`);
    const filler = Array<string>(929_589 - 9999 - 1).fill('w0');
    const encode = (text: string) => new TextEncoder().encode(text);
    const files = new Map([
      ['ptb.train.txt', encode([...words, ...filler].join(' '))],
      ['ptb.valid.txt', encode('w1 '.repeat(73_759))],
      ['ptb.test.txt', encode('w3 '.repeat(82_429))],
    ]);
    const read = decodeTextCorpus('ptb', published, files);
    expect(read.ok && [read.value.vocabulary.length, read.value.train.length]).toEqual([10_000, 929_589]);
    files.set('ptb.test.txt', encode('w3 '.repeat(82_428)));
    expect(decodeTextCorpus('ptb', published, files)).toMatchObject({
      failures: [
        {
          message:
            'ptb.test.txt: Expected 82430 words, as Penn Treebank as preprocessed by Mikolov has, got 82429',
        },
      ],
    });
  });

  test('characters are numbered by their codes, and no part overlaps another', () => {
    const read = characterCorpus('tiny', 'tiny.txt', 'hello world, hello all\n'.repeat(10));
    if (!read.ok) throw new Error('refused');
    const { vocabulary, train, validation, test: tested } = read.value;
    expect(vocabulary).toEqual([...new Set('\n ,adehlorw')]);
    expect([train.length, validation.length, tested.length]).toEqual([207, 11, 12]);
    expect([train, validation, tested].flatMap((part) => textOf(read.value, part)).join('')).toBe(
      'hello world, hello all\n'.repeat(10),
    );
    expect(characterCorpus('tiny', 'tiny.txt', 'short').ok).toBe(false);
  });

  test('a folder without an index is refused', () => {
    expect(data.load(mkdtempSync(join(tmpdir(), 'reprise-')))).toMatchObject({
      failures: [{ message: 'Data set ptb has no readable index.json' }],
    });
  });
});

const texts = {
  validation: realData('datasets/wikitext-2_valid.txt'),
  test: realData('datasets/wikitext-2_test.txt'),
  shakespeare: realData('datasets/tinyshakespeare_input.txt'),
};
const read = ({ path }: RealData): string => readFileSync(path, 'utf8');

describe('corpora from real texts', () => {
  needs(...Object.values(texts));

  test('WikiText-2 has the published numbers of words', () => {
    const validation = { file: 'wiki.valid.tokens', text: read(texts.validation) };
    const tested = { file: 'wiki.test.tokens', text: read(texts.test) };
    const joined = { file: 'joined', text: validation.text + tested.text };
    const corpus = wordCorpus('wikitext-2', [joined, validation, tested]);
    if (!corpus.ok) throw new Error('refused');
    // Merity et al. 2017, table 1.
    expect(corpus.value.validation.length).toBe(217_646);
    expect(corpus.value.test.length).toBe(245_569);
    expect(corpus.value.train.length).toBe(217_646 + 245_569);
    const unseen = wordCorpus('wikitext-2', [validation, tested, tested]);
    expect(!unseen.ok && unseen.failures[0]).toMatchObject({ reason: 'job-refused' });
  });

  test('tiny Shakespeare has its 65 characters', () => {
    const text = read(texts.shakespeare);
    const corpus = characterCorpus('tiny-shakespeare', 'tinyshakespeare_input.txt', text);
    if (!corpus.ok) throw new Error('refused');
    expect(corpus.value.vocabulary.length).toBe(65);
    const { train, validation, test: tested } = corpus.value;
    expect(train.length + validation.length + tested.length).toBe(1_115_394);
  });
});
