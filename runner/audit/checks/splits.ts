/** Whether what trains, validates and tests are different examples, by their content and not by their place. */
import { isCommandTask } from '../../../schemas/command.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { isJsonObject } from '../../../schemas/manifest.ts';
import type { SplitsRequest } from '../../../schemas/splits-query.ts';
import { ask } from '../../query/ask.ts';
import type { Evidence } from '../evidence.ts';
import { cannotTell, type Finding, judge } from '../finding.ts';

const check = 'protocol/splits';
const advice = 'compare the parts by content yourself';

export async function splitFindings(evidence: Evidence): Promise<Finding[]> {
  const { experiment } = evidence;
  const tasks = new Map(
    experiment.graph.jobs
      .filter(({ kind }) => kind !== 'select')
      .map(({ parameters }) => [JSON.stringify(parameters['task']), parameters]),
  );
  const findings: Finding[] = [];
  for (const parameters of tasks.values()) {
    const task = isJsonObject(parameters['task']) ? parameters['task'] : {};
    const data = String(task['data']);
    const { dataFolder } = experiment.foldersOf(parameters);
    const trainPortion = task['trainPortion'];
    if (isCommandTask(task) || typeof trainPortion !== 'number') {
      findings.push(
        cannotTell(check, evidence.call, 'what the task reads has no parts that the audit knows', advice),
      );
      continue;
    }
    if (!experiment.hasData()) {
      findings.push(
        cannotTell(check, data, 'the data set is not here', '`reprise data list` shows what is missing'),
      );
      continue;
    }
    findings.push(
      ...(await compare({ command: 'splits', data, folder: dataFolder, trainPortion, ...examplesOf(task) })),
    );
  }
  return findings;
}

function examplesOf(task: JsonObject): Pick<SplitsRequest, 'examples'> {
  const { training, test, seed } = isJsonObject(task['examples']) ? task['examples'] : {};
  if (typeof training !== 'number' || typeof test !== 'number' || typeof seed !== 'number') return {};
  return { examples: { training, test, seed } };
}

async function compare(request: SplitsRequest): Promise<Finding[]> {
  const { data } = request;
  const answer = await ask(request);
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
