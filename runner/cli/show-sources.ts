/** `reprise show <id> --sources`: every setting of a profile with where it comes from. */
import type { JsonValue } from '../../schemas/json.ts';
import { loadManifest, renderProblems } from '../manifest/index.ts';
import { compareSources, type SourceProblem } from '../sources/compare-sources.ts';
import { readSources, sourcesPath } from '../sources/read-sources.ts';
import { counted } from '../util/counted.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import { textTable } from '../util/text-table.ts';
import type { CliContext } from './context.ts';

export function showSources(
  { terminal }: CliContext,
  file: string,
  flags: { readonly profile?: string; readonly json?: boolean },
): ExitCode {
  const refuse = (text: string): ExitCode => {
    terminal.err(text);
    return exitCode.usage;
  };
  const list = sourcesPath(file);
  const read = readSources(file);
  if (!read.ok) return refuse(`error: ${list}: ${read.failures.join('; ')}\n`);
  if (read.value === undefined) {
    return refuse(
      `error: expected ${list} with the sources of the settings, found none\n` +
        '  help: docs/deviations.md says how to write one; `reprise show` without --sources shows the settings\n',
    );
  }
  const { profile } = read.value;
  if (flags.profile !== undefined && flags.profile !== profile) {
    return refuse(
      `error: expected the profile ${profile}, whose settings have sources, found ${flags.profile}\n` +
        `  help: leave out --profile, or write --profile ${profile}\n`,
    );
  }
  const loaded = loadManifest(file, { profile });
  if (!loaded.ok) return refuse(renderProblems(loaded.failures));
  const { settings, problems } = compareSources(loaded.value.manifest, read.value);
  if (flags.json === true) terminal.out(`${JSON.stringify({ profile, settings, problems })}\n`);
  else {
    const rows = settings.map(({ path, value, source }) => [path, text(value), source ?? 'ours']);
    const ours = settings.filter(({ source }) => source === null).length;
    terminal.out(
      `${textTable([['setting', 'value', 'source'], ...rows])}\n` +
        `${counted(settings.length, 'setting')} of the profile ${profile}: ${settings.length - ours} from a source, ${ours} ours\n`,
    );
  }
  if (problems.length === 0) return exitCode.done;
  terminal.err(problems.map((problem) => `error: ${list}: ${sourceProblemText(problem)}\n`).join(''));
  return exitCode.failed;
}

function sourceProblemText(problem: SourceProblem): string {
  switch (problem.reason) {
    case 'other-value':
      return `expected ${problem.path} to be ${text(problem.expected)} (${problem.source ?? 'ours'}), found ${text(problem.value)} in the manifest`;
    case 'not-listed':
      return `expected a source for ${problem.path}, found none; ${text(problem.value)} may stand under \`ours\``;
    case 'not-in-manifest':
      return `expected settings of the manifest, found ${problem.path}, which it does not have`;
    case 'listed-twice':
      return `expected each setting once, found ${problem.path} twice`;
    default:
      return problem satisfies never;
  }
}

const text = (value: JsonValue): string => JSON.stringify(value);
