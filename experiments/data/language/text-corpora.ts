/**
 * Corpora that are read from text files: Penn Treebank and WikiText-2 by words, any text by characters. Words are what
 * lies between spaces; every line ends with the word `<eos>`. Words are numbered as they first occur.
 * Sources: Mikolov et al. 2010 (Penn Treebank); Merity et al. 2017 (WikiText-2).
 */
import type { PublishedCorpus } from '../../../schemas/data-sets/data-set.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { DataFiles } from '../data-folder.ts';
import type { Corpus } from './corpus.ts';

export interface TextCorpus extends PublishedCorpus {
  /** Training, validation and test text. */
  readonly files: readonly [string, string, string];
}

/** Fails when a file is missing or is not what was published. */
export function decodeTextCorpus(
  name: string,
  info: TextCorpus,
  files: DataFiles,
): Result<Corpus, JobFailure> {
  const parts: TextPart[] = [];
  for (const file of info.files) {
    const bytes = files.get(file);
    if (!bytes) return missing(info, name, file);
    parts.push({ file, text: new TextDecoder().decode(bytes) });
  }
  const corpus = wordCorpus(name, parts as [TextPart, TextPart, TextPart]);
  return corpus.ok ? checkPublished(corpus.value, info) : corpus;
}

export interface TextPart {
  /** For messages of the form `file:line:column: ...`. */
  readonly file: string;
  readonly text: string;
}

/** @param parts training, validation and test text, in this order; held-out texts may use only trained words */
export function wordCorpus(
  name: string,
  parts: readonly [TextPart, TextPart, TextPart],
): Result<Corpus, JobFailure> {
  const numbers = new Map<string, number>();
  const tokens: Int32Array[] = [];
  for (const [i, part] of parts.entries()) {
    const read = readWords(part, numbers, i === 0 ? undefined : parts[0].file);
    if (!read.ok) return read;
    tokens.push(read.value);
  }
  const [train, validation, test] = tokens as [Int32Array, Int32Array, Int32Array];
  return ok({ name, vocabulary: [...numbers.keys()], train, validation, test });
}

/** @param trainedOn the file that has all words already; undefined while words are being numbered */
function readWords(
  { file, text }: TextPart,
  numbers: Map<string, number>,
  trainedOn: string | undefined,
): Result<Int32Array, JobFailure> {
  const lines = text.split(/\r?\n/);
  // What follows the last line break is no line.
  if (lines.at(-1) === '') lines.pop();
  const tokens: number[] = [];
  for (const [i, line] of lines.entries()) {
    for (const match of [...line.matchAll(/\S+/g), { 0: '<eos>', index: line.length }]) {
      const word = match[0];
      const number = numbers.get(word) ?? (trainedOn === undefined ? numbers.size : undefined);
      if (number === undefined) {
        const place = `${file}:${i + 1}:${match.index + 1}`;
        return refuse(
          `${place}: Expected a word of ${trainedOn}, got \`${word}\``,
          'Use the preprocessed files of one release, in which rare words are <unk>',
        );
      }
      numbers.set(word, number);
      tokens.push(number);
    }
  }
  if (tokens.length === 0) return refuse(`${file}:1:1: Expected text, got an empty file`, again);
  return ok(Int32Array.from(tokens));
}

/**
 * Character by character; the first nine tenths train, the next twentieth validates, the rest tests. Characters are
 * numbered in the order of their codes.
 */
export function characterCorpus(name: string, file: string, text: string): Result<Corpus, JobFailure> {
  const characters = [...text];
  if (characters.length < 20) {
    return refuse(`${file}:1:1: Expected at least 20 characters, got ${characters.length}`, again);
  }
  const vocabulary = [...new Set(characters)].sort((a, b) => (a < b ? -1 : 1));
  const numbers = new Map(vocabulary.map((character, i) => [character, i]));
  const tokens = Int32Array.from(characters, (character) => numbers.get(character) ?? 0);
  const [trainEnd, validationEnd] = [Math.floor(tokens.length * 0.9), Math.floor(tokens.length * 0.95)];
  return ok({
    name,
    vocabulary,
    train: tokens.slice(0, trainEnd),
    validation: tokens.slice(trainEnd, validationEnd),
    test: tokens.slice(validationEnd),
  });
}

function checkPublished(corpus: Corpus, info: TextCorpus): Result<Corpus, JobFailure> {
  const parts = [corpus.train, corpus.validation, corpus.test];
  for (const [i, file] of info.files.entries()) {
    const [expected, found] = [info.words[file], parts[i]?.length];
    if (expected === found) continue;
    return refuse(`${file}: Expected ${expected} words, as ${info.title} has, got ${found}`, again);
  }
  const different = corpus.vocabulary.length;
  if (different === info.vocabulary) return ok(corpus);
  const words = `${info.vocabulary} different words, as ${info.title} has`;
  return refuse(`${info.files[0]}: Expected ${words}, got ${different}`, again);
}

const again = 'Download the data set again, and do not edit its files';

const missing = (info: TextCorpus, name: string, file: string) =>
  refuse(
    `Data set ${name} lacks its file ${file}`,
    `${info.title} consists of ${info.files.join(', ')}; add all of them`,
  );

const refuse = (message: string, hint: string) => fail({ reason: 'job-refused' as const, message, hint });
