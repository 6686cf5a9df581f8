/** Where a project's things are. A project is the git work tree with a `manifests` folder that holds the current folder. */
import { relative, resolve } from 'node:path';
import { ok, type Result } from '../../schemas/result.ts';
import {
  type Environment,
  findPlaces,
  type PlaceOptions,
  type Places,
  type SettingsProblem,
} from './places.ts';
import { type Program, programOf, projectAround } from './program.ts';

export interface Project {
  /** Absolute path of the work tree's top folder. */
  readonly root: string;
  readonly storeRoot: string;
  readonly dataRoot: string;
  readonly places: Places;
  readonly program: Program;
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
  const root = projectAround(resolve(cwd));
  if (root === undefined) return undefined;
  const places = findPlaces(cwd, root, options, env);
  if (!places.ok) return places;
  const { store, data } = places.value;
  return ok({
    root,
    storeRoot: store.path,
    dataRoot: data.path,
    places: places.value,
    program: programOf(root),
  });
}

/** A path as a person in the project's root would type it. */
export const projectPath = (project: Project, file: string): string => relative(project.root, file) || '.';
