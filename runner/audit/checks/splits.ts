/** Whether what trains, validates and tests are different examples, by their content and not by their place. */
import { isCommandTask } from '../../../schemas/command.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { SplitsRequest } from '../../../schemas/splits-query.ts';
import { mapIn } from '../../manifest-tree/loose.ts';
import { ask } from '../../query/ask.ts';
import type { Evidence } from '../evidence.ts';
import { cannotTell, type Finding, judge } from '../finding.ts';

const check = 'protocol/splits';
const advice = 'compare the parts by content yourself';

type Ask = (request: SplitsRequest) => ReturnType<typeof ask>;

/** @param askAbout the query process, which reads data sets */
export async function splitFindings(
  { call, experiment }: Pick<Evidence, 'call' | 'experiment'>,
  askAbout: Ask = ask,
): Promise<Finding[]> {
  const divisions = new Map(
    experiment.graph.jobs
      .filter(({ kind }) => kind !== 'select')
      .map(({ parameters }) => {
        const division = { task: parameters['task'], trainPortion: portionOf(parameters) };
        return [JSON.stringify(division), { parameters, trainPortion: division.trainPortion }];
      }),
  );
  const findings: Finding[] = [];
  for (const { parameters, trainPortion } of divisions.values()) {
    const task = mapIn(parameters, 'task');
    const data = String(task['data']);
    const { dataFolder } = experiment.foldersOf(parameters);
    if (isCommandTask(task) || trainPortion === undefined) {
      findings.push(cannotTell(check, call, 'what the task reads has no parts that the audit knows', advice));
      continue;
    }
    if (!experiment.hasData()) {
      findings.push(
        cannotTell(check, data, 'the data set is not here', '`reprise data list` shows what is missing'),
      );
      continue;
    }
    const request = {
      command: 'splits',
      data,
      folder: dataFolder,
      trainPortion,
      ...examplesOf(task),
    } as const;
    findings.push(...(await compare(request, askAbout)));
  }
  return findings;
}

/** Of a task that divides its data: what the method says, or the method that it tunes, goes before what the task says. */
function portionOf(parameters: JsonObject): number | undefined {
  const method = mapIn(parameters, 'method');
  const portions = [mapIn(parameters, 'task'), method, mapIn(method, 'method')]
    .map(({ trainPortion }) => trainPortion)
    .map((portion) => (typeof portion === 'number' ? portion : undefined));
  return portions[0] === undefined ? undefined : portions.findLast((portion) => portion !== undefined);
}

function examplesOf(task: JsonObject): Pick<SplitsRequest, 'examples'> {
  const { training, test, seed } = mapIn(task, 'examples');
  if (typeof training !== 'number' || typeof test !== 'number' || typeof seed !== 'number') return {};
  return { examples: { training, test, seed } };
}

async function compare(request: SplitsRequest, askAbout: Ask): Promise<Finding[]> {
  const { data } = request;
  const answer = await askAbout(request);
  const json = answer.ok && answer.value.ok && 'json' in answer.value ? answer.value.json : undefined;
  if (!isAnswer(json))
    return [cannotTell(check, data, 'the program that reads data sets gave no answer', '`npm run build`')];
  if (!json.compared) return [cannotTell(check, data, String(json.why), advice)];
  const { examples, shared } = json;
  const sizes = Object.entries(examples).map(([part, count]) => `${count} ${part}`);
  return judge({
    check,
    subject: data,
    held: [`${sizes.join(', ')}: no image of one part has the bytes of one of another`],
    wrong: Object.entries(shared).flatMap(([parts, count]) =>
      count === 0
        ? []
        : [
            {
              subject: data,
              evidence: [`${count} image(s) are in both ${parts.replace('And', ' and ').toLowerCase()}`],
            },
          ],
    ),
    advice: 'take the doubles out of the data set, and say so: what was trained on cannot test',
  });
}

type Answer =
  | { readonly compared: false; readonly why: string }
  | {
      readonly compared: true;
      readonly examples: Readonly<Record<string, number>>;
      readonly shared: Readonly<Record<string, number>>;
    };

/** It is our own program, of the same build. */
const isAnswer = (json: unknown): json is Answer =>
  typeof json === 'object' && json !== null && 'compared' in json;
