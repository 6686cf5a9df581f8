/** From a request to the answer of the page, without a port: the document, its resources, objects and live runs. */
import { isUtf8 } from 'node:buffer';
import { isSha256, toSha256 } from '../../schemas/ids.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { explainError } from '../util/explain-error.ts';
import { type Asked, parameter, problem, problemOfText } from './asked.ts';
import type { PageDocument } from './document.ts';
import { followRun } from './follow-run.ts';
import { refusal } from './guard.ts';
import { eventsReply, jsonReply, problemReply, reply } from './replies.ts';
import { resources, type Served } from './resources.ts';
import { openRun } from './views/run.ts';

export interface PageOptions extends Served {
  readonly token: string;
  readonly document: PageDocument;
  readonly sleep: (ms: number) => Promise<void>;
}

export async function handle(options: PageOptions, asked: Asked): Promise<Response> {
  const refused = refusal(asked, options.token);
  if (refused !== undefined) return problemReply(refused);
  try {
    return await answer(options, asked.url);
  } catch (error) {
    return problemReply({ status: 500, ...explainError(error) });
  }
}

async function answer(options: PageOptions, url: URL): Promise<Response> {
  const { pathname } = url;
  if (pathname === '/') {
    const { html, policy } = options.document;
    return reply(html, 'text/html; charset=utf-8', { 'content-security-policy': policy });
  }
  if (pathname === '/api/object') return objectReply(options, url);
  if (pathname === '/api/live') {
    const run = openRun(options.data, url);
    if (!run.ok) return firstProblem(run.failures);
    return eventsReply((signal) => followRun(run.value, options, signal));
  }
  const name = pathname.startsWith('/api/') ? pathname.slice('/api/'.length) : '';
  const resource = Object.hasOwn(resources, name) ? resources[name] : undefined;
  if (resource === undefined)
    return problemReply(
      problem(
        404,
        `expected a resource of the page, found ${pathname}`,
        'open the page at /, with its token',
      ),
    );
  const found = await resource(options, url);
  return found.ok ? jsonReply(found.value) : firstProblem(found.failures);
}

const firstProblem = ([first]: readonly Parameters<typeof problemReply>[0][]): Response =>
  problemReply(first ?? problem(500, 'expected an answer, found none', 'ask again'));

/** Verified bytes. Never as a page: an output may hold anything. */
function objectReply({ data }: PageOptions, url: URL): Response {
  const digest = parameter(url, 'digest');
  if (!digest.ok) return firstProblem(digest.failures);
  if (!isSha256(digest.value))
    return problemReply(
      problem(
        400,
        `expected the digest of an object, found "${digest.value}"`,
        'it has 64 hexadecimal digits',
      ),
    );
  const object = data.store().readObject(toSha256(digest.value));
  if (!object.ok) return problemReply(problemOfText(404, object.failures.map(storeProblemText).join('; ')));
  const bytes = new Uint8Array(object.value);
  return isUtf8(bytes)
    ? reply(bytes, 'text/plain; charset=utf-8')
    : reply(bytes, 'application/octet-stream', {
        'content-disposition': `attachment; filename="${digest.value}"`,
      });
}
