/** The search space of a command line: a built-in one by its name, or the one of a manifest, by its id or path. */
import { declaredName } from '../../schemas/declared-space/declaration.ts';
import type { SpaceSettings } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { loadManifest, renderProblems } from '../manifest/index.ts';
import { findProject } from '../project/project.ts';
import { manifestFile } from '../study/manifest-file.ts';
import type { CliContext } from './context.ts';
import spaces from './space-options.json' with { type: 'json' };

/**
 * A word that is neither is left to the query process, which knows what to say of it.
 * @returns as a failure the whole message
 */
export function namedSpace({ cwd, env }: CliContext, word: string): Result<SpaceSettings, string> {
  if (spaces.spaces.includes(word)) return ok({ name: word });
  if (word === declaredName) {
    return fail(
      'error: expected the manifest that declares the space, found no manifest\n' +
        `  help: give its id or its path in place of ${declaredName}\n`,
    );
  }
  if (word.endsWith('.yaml')) return spaceIn(word);
  const project = findProject(cwd, {}, env);
  const file = project?.ok === true ? manifestFile(project.value, word) : undefined;
  return file?.ok === true ? spaceIn(file.value) : ok({ name: word });
}

function spaceIn(file: string): Result<SpaceSettings, string> {
  const loaded = loadManifest(file);
  return loaded.ok ? ok(loaded.value.manifest.space) : fail(renderProblems(loaded.failures));
}
