/** The picture and the numbers of an architecture that a job left, as the space it is of draws them. */
import { isJsonObject } from '../../../schemas/manifest.ts';
import type { QueryAnswer, QueryRequest } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { AskProblem } from '../../query/ask.ts';
import { parseGiven } from '../../query/given-file.ts';
import { askProblemText, queryProblemsText } from '../../query/problem-text.ts';
import { outputText } from '../../store/output-text.ts';
import type { DrawingAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem, problemOfText } from '../asked.ts';
import type { OpenedExperiment } from '../page-data.ts';

export type AskQuery = (request: QueryRequest) => Promise<Result<QueryAnswer, AskProblem>>;

/** Of a selection, the best that it kept. */
const files = ['architecture.json', 'architecture-0.json'];

export async function drawingView(
  opened: OpenedExperiment,
  url: URL,
  ask: AskQuery,
): Promise<Result<DrawingAnswer, PageProblem>> {
  const label = parameter(url, 'label');
  if (!label.ok) return fail(...label.failures);
  const name = label.value;
  return opened.once(`drawing ${name}`, () => drawOf(opened, name, ask));
}

async function drawOf(
  { traced, once, experiment: { store, manifest } }: OpenedExperiment,
  label: string,
  ask: AskQuery,
): Promise<Result<DrawingAnswer, PageProblem>> {
  const found = traced().stateOf(label);
  const record = 'record' in found ? found.record : undefined;
  const file = files.find((name) => record !== undefined && Object.hasOwn(record.outputs, name));
  const text = record === undefined || file === undefined ? undefined : outputText(record, file, store);
  if (record === undefined || file === undefined || text === undefined)
    return fail(
      problem(
        404,
        `expected a job with an architecture, found ${label} without one`,
        'searches and trainings have one',
      ),
    );
  const own = record.material.parameters['space'];
  const space =
    isJsonObject(own) && typeof own['name'] === 'string' ? { ...own, name: own['name'] } : manifest.space;
  const given = parseGiven(`${label} (${file})`, text);
  if (!given.ok) return fail(problemOfText(404, given.failures.join('')));
  const { architecture, file: source } = given.value;
  // Many jobs train one architecture.
  const asked = await once(`drawing of ${JSON.stringify(space)} ${text}`, () =>
    ask({ command: 'arch', space, architecture, options: {}, draw: true }),
  );
  if (!asked.ok) return fail(problemOfText(500, asked.failures.map(askProblemText).join('')));
  const answer = asked.value;
  if (!answer.ok) return fail(problemOfText(404, queryProblemsText(answer.problems, source)));
  if ('streamed' in answer) return fail(problem(500, 'expected a drawing, found none', 'ask again'));
  return ok({
    svg: answer.svg ?? null,
    rows: answer.rows,
    digest: record.outputs[file]?.digest ?? null,
    file,
  });
}
