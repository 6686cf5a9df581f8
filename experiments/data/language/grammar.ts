/**
 * grammar: a generated corpus of simple English-like sentences, the same words on every machine, whose entropy rate
 * is known exactly (word-process.ts). What a model must remember to come near it: the number and the topic of the
 * subject until its verb, over adjectives and over phrases with nouns of any number and topic; the topic until the
 * end of the sentence and into the next; and whether the sentence asks. None of that is in the word before.
 */

import { ok } from '../../../schemas/result.ts';
import { draws } from '../../rng/draws.ts';
import { key, split } from '../../rng/key.ts';
import type { DataLoader } from '../data-loader.ts';
import type { Corpus } from './corpus.ts';
import {
  bigramEntropy,
  compileProcess,
  entropyRate,
  generateWords,
  type NamedChoices,
  type WordProcess,
} from './word-process.ts';

const topics = ['farm', 'sea', 'town', 'sky'] as const;
type Topic = (typeof topics)[number];
const numbers = ['singular', 'plural'] as const;
type GrammaticalNumber = (typeof numbers)[number];

const nouns: Readonly<Record<Topic, readonly string[]>> = {
  farm: ['cow', 'goat', 'farmer', 'hen', 'plough'],
  sea: ['boat', 'sailor', 'whale', 'net', 'gull'],
  town: ['baker', 'tram', 'clerk', 'bridge', 'bell'],
  sky: ['cloud', 'pilot', 'kite', 'star', 'comet'],
};

const verbs: Readonly<Record<Topic, readonly string[]>> = {
  farm: ['feed', 'follow', 'find'],
  sea: ['haul', 'follow', 'pull'],
  town: ['greet', 'find', 'pay'],
  sky: ['chase', 'trail', 'find'],
};

/** How a sentence of each topic may end; some words serve two topics. */
const endings: Readonly<Record<Topic, readonly string[]>> = {
  farm: ['today', 'slowly'],
  sea: ['today', 'ashore'],
  town: ['daily', 'slowly'],
  sky: ['above', 'daily'],
};

const adjectives = ['tall', 'small', 'quiet', 'bright'];
const prepositions = ['near', 'behind', 'with'];

/** Weights that halve from one to the next, with sum 1. */
function falling(count: number): readonly number[] {
  const weights = Array.from({ length: count }, (_, i) => 2 ** (count - 1 - i));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

const inflected = (noun: string, number: GrammaticalNumber): string =>
  number === 'plural' ? `${noun}s` : noun;
const conjugated = (verb: string, number: GrammaticalNumber): string =>
  number === 'singular' ? `${verb}s` : verb;

/** What a state remembers. Its name lists the fields; an empty field is not known or no longer needed. */
interface Memory {
  readonly phase: 'start' | 'subject' | 'after-subject' | 'aside' | 'object' | 'after-object' | 'end';
  readonly mood: 'tells' | 'asks';
  readonly topic: Topic;
  readonly number: GrammaticalNumber | '';
  /** Adjectives or phrases that may still come. */
  readonly left: number;
}

const nameOf = ({ phase, mood, topic, number, left }: Memory): string =>
  [phase, mood, topic, number, left].join(' ');

function memoryOf(name: string): Memory {
  const [phase, mood, topic, number, left] = name.split(' ');
  return { phase, mood, topic, number, left: Number(left) } as Memory;
}

type Options = readonly (readonly [word: string, probability: number, next: Memory])[];

/** Every choice of one option after another, scaled. */
const scaled = (factor: number, options: Options): Options =>
  options.map(([word, probability, next]) => [word, factor * probability, next]);

/** Nouns of a topic, in the numbers that fit a determiner. */
function nounsOf(
  topic: Topic,
  number: GrammaticalNumber | '',
  next: (number: GrammaticalNumber) => Memory,
): Options {
  const fitting = number === '' ? numbers : [number];
  const weights = falling(nouns[topic].length);
  return fitting.flatMap((fit) =>
    nouns[topic].map(
      (noun, i) => [inflected(noun, fit), (weights[i] ?? 0) / fitting.length, next(fit)] as const,
    ),
  );
}

/** `the` leaves the number open. */
function determiners(next: (number: GrammaticalNumber | '') => Memory): Options {
  return [
    ['the', 0.5, next('')],
    ['a', 0.25, next('singular')],
    ['some', 0.25, next('plural')],
  ];
}

function verbsOf(memory: Memory, number: GrammaticalNumber): Options {
  const weights = falling(verbs[memory.topic].length);
  const next: Memory = { ...memory, phase: 'object', number: '', left: -1 };
  return verbs[memory.topic].map((verb, i) => [conjugated(verb, number), weights[i] ?? 0, next]);
}

function optionsAt(memory: Memory): Options {
  const { phase, mood, topic, number, left } = memory;
  const subject = (open: GrammaticalNumber | ''): Memory => ({
    ...memory,
    phase: 'subject',
    number: open,
    left: 1,
  });
  switch (phase) {
    case 'start':
      return mood === 'asks'
        ? determiners(subject)
        : [...scaled(0.8, determiners(subject)), ['whether', 0.2, { ...memory, mood: 'asks' }]];
    case 'subject':
      return [
        ...scaled(left > 0 ? 0.75 : 1, subjectNouns(memory)),
        ...(left > 0 ? adjectiveOptions({ ...memory, left: 0 }, 0.25) : []),
      ];
    case 'after-subject': {
      const verb = verbsOf(memory, number === 'plural' ? 'plural' : 'singular');
      const aside: Memory = { ...memory, phase: 'aside', left: left - 1 };
      if (left === 0) return verb;
      return [...scaled(0.5, verb), ...prepositions.map((word) => [word, 0.5 / 3, aside] as const)];
    }
    case 'aside':
      // A noun of any topic and number, which changes nothing that the state remembers.
      return topics.flatMap((other) =>
        scaled(
          0.25,
          nounsOf(other, '', () => ({ ...memory, phase: 'after-subject' })),
        ),
      );
    case 'object':
      if (left === -1) return determiners((open) => ({ ...memory, number: open, left: 0 }));
      return nounsOf(topic, number, () => ({ ...memory, phase: 'after-object', number: '', left: 0 }));
    case 'after-object': {
      const end: Memory = { ...memory, phase: 'end' };
      const weights = [0.75, 0.25];
      return [
        ...scaled(
          0.5,
          endings[topic].map((word, i) => [word, weights[i] ?? 0, end] as const),
        ),
        [mood === 'asks' ? '?' : '.', 0.5, startAfter(memory)],
      ];
    }
    case 'end':
      return [[mood === 'asks' ? '?' : '.', 1, startAfter(memory)]];
  }
}

const startAfter = ({ topic }: Memory): Memory => ({
  phase: 'start',
  mood: 'tells',
  topic,
  number: '',
  left: 0,
});

/** Three in four sentences stay with the topic of the one before. */
function subjectNouns(memory: Memory): Options {
  return topics.flatMap((topic) =>
    scaled(
      topic === memory.topic ? 0.75 : 0.25 / 3,
      nounsOf(topic, memory.number, (number) => ({
        ...memory,
        phase: 'after-subject',
        topic,
        number,
        left: 2,
      })),
    ),
  );
}

const adjectiveOptions = (next: Memory, probability: number): Options =>
  adjectives.map((word) => [word, probability / adjectives.length, next]);

function choicesOf(state: string): NamedChoices {
  return optionsAt(memoryOf(state)).map(([word, probability, next]) => ({
    word,
    probability,
    next: nameOf(next),
  }));
}

let process: WordProcess | undefined;

/** Compiled when first asked for: every worker loads this file, and few train on it. */
export function grammarProcess(): WordProcess {
  process ??= compileProcess(
    nameOf({ phase: 'start', mood: 'tells', topic: 'farm', number: '', left: 0 }),
    choicesOf,
  );
  return process;
}

/** Nats per word: no model has a smaller expected loss. Its exponential is the best possible perplexity. */
export const grammarEntropy = (): number => entropyRate(grammarProcess());

/** Nats per word of the best model that sees one word back. */
export const grammarBigramEntropy = (): number => bigramEntropy(grammarProcess());

const trainTokens = 30_000;
const heldOutTokens = 5_000;

/** There is one `grammar`: the seed is part of its definition. */
export function generateGrammar(): Corpus {
  const process = grammarProcess();
  const root = split(key(11), 'grammar');
  const part = (name: string, count: number): Int32Array =>
    generateWords(process, count, draws(split(root, name)));
  return {
    name: 'grammar',
    vocabulary: process.vocabulary,
    train: part('train', trainTokens),
    validation: part('validation', heldOutTokens),
    test: part('test', heldOutTokens),
  };
}

export const data: DataLoader<Corpus> = { kind: 'text', load: () => ok(generateGrammar()) };
