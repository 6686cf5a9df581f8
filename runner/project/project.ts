/** Where a project's things are. A project is the git work tree with a `manifests` folder that holds the current folder. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ok, type Result } from '../../schemas/result.ts';
import {
  type Environment,
  findPlaces,
  type PlaceOptions,
  type Places,
  type SettingsProblem,
} from './places.ts';

export interface Project {
  /** Absolute path of the work tree's top folder. */
  readonly root: string;
  readonly storeRoot: string;
  readonly dataRoot: string;
  readonly places: Places;
}

/**
 * @param env names folders where no option does.
 * @returns undefined when no folder from `cwd` upwards holds `manifests`.
 */
export function findProject(
  cwd: string,
  options: PlaceOptions = {},
  env: Environment = {},
): Result<Project, SettingsProblem> | undefined {
  const root = findUpwards(resolve(cwd));
  if (root === undefined) return undefined;
  const places = findPlaces(cwd, root, options, env);
  if (!places.ok) return places;
  const { store, data } = places.value;
  return ok({ root, storeRoot: store.path, dataRoot: data.path, places: places.value });
}

/** A path as a person in the project's root would type it. */
export const projectPath = (project: Project, file: string): string => relative(project.root, file) || '.';

function findUpwards(folder: string): string | undefined {
  const manifests = join(folder, 'manifests');
  if (existsSync(manifests) && statSync(manifests).isDirectory()) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpwards(parent);
}
