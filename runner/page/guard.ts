/** Who may ask: whoever has the token, through a name of this machine alone, and only to look. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Asked, type PageProblem, problem } from './asked.ts';

/** Names under which the page is reached; a foreign name that leads here would be a page of somebody else. */
const ownHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** @returns why the request is refused; undefined where it is not. */
export function refusal({ method, url, host }: Asked, token: string): PageProblem | undefined {
  if (host === null || !ownHost.test(host))
    return problem(
      421,
      `expected the page to be asked for as 127.0.0.1 or localhost, found ${host ?? 'no host'}`,
      'open the address that `reprise serve` printed',
    );
  if (method !== 'GET' && method !== 'HEAD')
    return problem(
      405,
      `expected GET, found ${method}`,
      'the page only shows; the command line changes things',
    );
  if (!isSame(url.searchParams.get('token') ?? '', token))
    return problem(
      403,
      'expected the token of this page, found none or another',
      'open the whole address that `reprise serve` printed; each start has a token of its own',
    );
  return undefined;
}

/** In a time that tells nothing of where they differ. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
