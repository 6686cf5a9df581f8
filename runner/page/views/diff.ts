/** Where two runs, experiments or commits differ: `reprise diff`. */
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { compareSides } from '../../diff/compare-sides.ts';
import { diffText } from '../../diff/diff-text.ts';
import { findView } from '../../diff/find-view.ts';
import type { DiffAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem, problemOfText } from '../asked.ts';
import type { PageData } from '../page-data.ts';

export async function diffView(data: PageData, url: URL): Promise<Result<DiffAnswer, PageProblem>> {
  const [a, b] = [parameter(url, 'a'), parameter(url, 'b')];
  if (!a.ok || !b.ok) return fail(...[a, b].flatMap((each) => (each.ok ? [] : each.failures)));
  const project = data.project();
  const profile = url.searchParams.get('profile') ?? undefined;
  const views = [];
  for (const name of [a.value, b.value]) {
    // Files are for the command line: the page shows what is of the project and its store.
    if (name.includes('/') || /\.(?:json|zip|yaml)$/.test(name))
      return fail(
        problem(
          400,
          `expected the id of a manifest, <id>@<commit> or a run, found the path "${name}"`,
          '`reprise diff` compares locks and archives too',
        ),
      );
    const view = await findView({ project, cwd: project.root, name, profile });
    if (!view.ok) return fail(problemOfText(404, view.failures.map(({ text }) => text).join('')));
    views.push(view.value);
  }
  const [one, other] = views;
  if (one === undefined || other === undefined) throw new Error('Internal error: two sides were asked for');
  const diff = await compareSides(one, other);
  return ok({ diff, text: diffText(diff) });
}
