/** The architecture of a job in the store, named by its label, its key or the digest of the file. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject } from '../../schemas/json.ts';
import { isJsonObject, type SpaceSettings } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { settingsProblemText } from '../project/places.ts';
import { findProject } from '../project/project.ts';
import { type Given, parseGiven } from '../query/given-file.ts';
import type { Store } from '../store/store.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { openProjectStore } from '../study/experiment.ts';
import { digestsFrom, isStart } from '../trace/find-job.ts';
import { findJobText } from '../trace/find-job-text.ts';
import { onlyFailure } from '../util/only-failure.ts';
import type { CliContext, ProjectFlags } from './context.ts';
import { type JobFlags, lookUpJob, recordOf } from './requested-job.ts';

/** Of a selection, the best that it kept. */
const files = ['architecture.json', 'architecture-0.json'];

export interface StoredArchitecture extends Given {
  /** As the job was given it; absent where no job is known. */
  readonly space?: SpaceSettings;
}

/**
 * Undefined where the word is rather a file or a published name: outside a project, or where nothing in the store is
 * called so and a label was not clearly meant.
 * @param isSure whether only a job can be meant. @returns as a failure the whole message.
 */
export async function storedArchitecture(
  context: CliContext,
  what: string,
  isSure: boolean,
  flags: ProjectFlags & JobFlags,
): Promise<Result<StoredArchitecture, string> | undefined> {
  const isLabel = /^[^/\s{]+(?:\/[^/\s]+){3}$/.test(what);
  if ((!isLabel && !isStart(what)) || existsSync(resolve(context.cwd, what))) return undefined;
  const found = findProject(context.cwd, flags, context.env);
  if (found === undefined) return undefined;
  if (!found.ok) return fail(...found.failures.map(settingsProblemText));
  const project = found.value;
  const store = openProjectStore(project);
  const job = await lookUpJob(context, project, store, what, flags);
  if (job.ok) {
    const record = recordOf(job.value);
    if (!record.ok) return record;
    const { label, outputs } = record.value;
    const file = files.find((name) => Object.hasOwn(outputs, name));
    const digest = file === undefined ? undefined : outputs[file]?.digest;
    return digest === undefined
      ? fail(
          `error: expected a job with an architecture, found ${label} with ${Object.keys(outputs).join(', ')}\n  help: \`reprise plan <id>\` prints the jobs; searches and trainings have one\n`,
        )
      : readStored(store, `${label} (${file})`, digest, spaceOf(record.value.material.parameters));
  }
  const failure = onlyFailure(job.failures);
  if (typeof failure === 'number') return fail('');
  const [digest, other] = failure.reason === 'no-such-job' ? digestsFrom(store, what) : [];
  if (digest !== undefined && other === undefined) return readStored(store, `object ${what}`, digest);
  return failure.reason !== 'no-such-job' || isSure ? fail(findJobText(failure)) : undefined;
}

function readStored(
  store: Store,
  name: string,
  digest: Parameters<Store['readObject']>[0],
  space?: SpaceSettings,
): Result<StoredArchitecture, string> {
  const object = store.readObject(digest);
  if (object.ok) {
    const given = parseGiven(name, new TextDecoder().decode(object.value));
    return given.ok && space !== undefined ? ok({ ...given.value, space }) : given;
  }
  return fail(...object.failures.map((problem) => `error: ${storeProblemText(problem)}\n`));
}

function spaceOf({ space }: JsonObject): SpaceSettings | undefined {
  if (!isJsonObject(space)) return undefined;
  const { name } = space;
  return typeof name === 'string' ? { ...space, name } : undefined;
}
