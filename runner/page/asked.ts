/** What the page is asked, and what keeps an answer from being given. */
import { fail, type Result } from '../../schemas/result.ts';

export interface Asked {
  readonly method: string;
  /** Path and parameters; the host in it counts for nothing. */
  readonly url: URL;
  /** The header `Host`; null without one. */
  readonly host: string | null;
}

/** Shown to a person in place of the answer. */
export interface PageProblem {
  /** Of HTTP. */
  readonly status: 400 | 403 | 404 | 405 | 421 | 500;
  readonly message: string;
  /** What to do next. */
  readonly help: string;
}

export const problem = (status: PageProblem['status'], message: string, help: string): PageProblem => ({
  status,
  message,
  help,
});

/** From a text as the command line prints it: `error: …`, and after `help:` what to do. */
export function problemOfText(status: PageProblem['status'], text: string): PageProblem {
  const [message = '', ...rest] = text
    .trimEnd()
    .replace(/^error: /, '')
    .split(/\n\s*help: /);
  return problem(status, message, rest.join('\n') || 'see the message');
}

/** For a terminal. Ends with a line break. */
export const problemText = ({ message, help }: PageProblem): string => `error: ${message}\n  help: ${help}\n`;

/** A parameter of the request, which must be there. */
export function parameter(url: URL, name: string): Result<string, PageProblem> {
  const value = url.searchParams.get(name);
  if (value !== null && value !== '') return { ok: true, value };
  return fail(
    problem(400, `expected the parameter \`${name}\`, found none`, 'follow a link of the page, or add it'),
  );
}
