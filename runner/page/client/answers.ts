/** Where the page has its answers from: the server that it is from, or the file that it is. */
import { useEffect, useState } from 'preact/hooks';
import { type Parameters, questionOf } from '../question.ts';

interface Embedded {
  /** Address of the first view. */
  readonly start: string;
  readonly answers: Readonly<Record<string, unknown>>;
}

const embedded: Embedded | undefined =
  JSON.parse(document.getElementById('answers')?.textContent ?? 'null') ?? undefined;

/** Whether the page is a file, which has no more than was put in it. */
export const isFile = embedded !== undefined;
export const start = embedded?.start ?? '#/';

/** The address of a resource at the server. */
export function addressOf(name: string, parameters: Parameters): string {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return `api/${name}?${new URLSearchParams({ ...parameters, token })}`;
}

/** What a person reads in place of an answer. */
export class AnswerProblem extends Error {
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

export async function ask<T>(name: string, parameters: Parameters): Promise<T> {
  if (embedded !== undefined) {
    const found = embedded.answers[questionOf(name, parameters)];
    if (found !== undefined) return found as T;
    throw new AnswerProblem(
      'This file does not hold that.',
      'A page of `reprise serve` has all that the store has.',
    );
  }
  const response = await fetch(addressOf(name, parameters)).catch(() => {
    throw new AnswerProblem(
      'The page does not reach its server.',
      'Start `reprise serve` again, and open the address that it prints.',
    );
  });
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const body = isJson ? await response.json() : await response.text();
  if (response.ok) return body as T;
  throw new AnswerProblem(
    body?.problem?.message ?? `The server answered ${response.status}.`,
    body?.problem?.help ?? '',
  );
}

export type Loaded<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'there'; readonly value: T }
  | { readonly state: 'refused'; readonly problem: AnswerProblem };

/**
 * Asks when the view is first shown, and again when the question is another. Null asks nothing.
 * @param everyMs asks again that often while the page is seen, for what changes by itself; never where it is undefined
 */
export function useAnswer<T>(name: string, parameters: Parameters | null, everyMs?: number): Loaded<T> {
  const question = parameters === null ? null : questionOf(name, parameters);
  const [loaded, setLoaded] = useState<{ question: string | null; answer: Loaded<T> }>({
    question: null,
    answer: { state: 'waiting' },
  });
  useEffect(() => {
    if (parameters === null) return;
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const answer = await answerOf<T>(name, parameters);
      if (!isWanted) return;
      setLoaded({ question, answer });
      if (everyMs !== undefined && !isFile) timer = setTimeout(again, everyMs);
    };
    const again = (): void => {
      if (document.visibilityState === 'visible') void read();
      else timer = setTimeout(again, everyMs);
    };
    void read();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [question]);
  return loaded.question === question ? loaded.answer : { state: 'waiting' };
}

const answerOf = <T>(name: string, parameters: Parameters): Promise<Loaded<T>> =>
  ask<T>(name, parameters).then(
    (value) => ({ state: 'there', value }),
    (error: unknown) => ({ state: 'refused', problem: problemOf(error) }),
  );

export const problemOf = (error: unknown): AnswerProblem =>
  error instanceof AnswerProblem ? error : new AnswerProblem(String(error), 'This is a bug in Reprise.');
