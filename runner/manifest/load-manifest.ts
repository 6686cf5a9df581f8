/** From a file to a manifest that the rest of the runner can trust, or to everything that is wrong with it. */
import { canonicalDigest } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonValue } from '../../schemas/json.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type Node, toPlain } from '../manifest-tree/node.ts';
import { type ManifestProblem, problemAt } from '../manifest-tree/problem.ts';
import { choiceAmong } from '../manifest-tree/suggest.ts';
import { checkMatrices } from './check-matrices.ts';
import { checkMeaning } from './check-meaning.ts';
import { checkSchema } from './check-schema.ts';
import { type ParsedFiles, readMerged } from './merged.ts';
import { applyOverrides } from './override.ts';
import { identity, sortedProblems } from './problem-list.ts';
import { parseSet, profileNames, profileOption, profileOverrides, setOption } from './read-overrides.ts';
import { mostShown } from './render-problems.ts';
import { resolveManifest } from './resolve.ts';

export interface LoadOptions {
  /** Name of a profile in the manifest. Without one, the manifest is taken as it stands. */
  readonly profile?: string;
  /** What follows each `--set`, such as `task.data=optdigits`; applied in order, after the profile. */
  readonly sets?: readonly string[];
  /** Kept between calls by whoever reads many manifests. */
  readonly parsed?: ParsedFiles;
}

export interface LoadedManifest {
  readonly manifest: ResolvedManifest;
  /** Every file that was read: the manifest first, then what it extends. */
  readonly files: readonly string[];
  /** Of the canonical encoding of `manifest`. */
  readonly digest: Sha256;
}

/**
 * @param file path from the working directory; problems name it as it is given.
 * Every profile is checked, not only the chosen one.
 */
export function loadManifest(
  file: string,
  options: LoadOptions = {},
): Result<LoadedManifest, ManifestProblem> {
  const { root, files, problems } = readMerged(file, options.parsed);
  if (!root) return fail(...sortedProblems(problems, files));
  const base = checkAll(root);
  const chosen = applyOptions(root, options);
  const result = chosen.root === root ? base : checkAll(chosen.root);
  const found = [
    ...problems,
    ...base.problems,
    ...checkProfiles(root, base.problems),
    ...chosen.problems,
    ...result.problems,
  ];
  if (found.length > 0) return fail(...sortedProblems(found, [...files, ...optionNames(options)]));
  const manifest = resolveManifest(result.plain, chosen.root);
  return ok({ manifest, files, digest: canonicalDigest(manifest) });
}

interface Checked {
  readonly plain: JsonValue;
  readonly problems: readonly ManifestProblem[];
}

function check(root: Node): Checked {
  const plain = toPlain(root);
  const broken = checkSchema(root, plain);
  // Maps that are too long are not looked into: what follows compares their entries with each other.
  if (broken.some(({ reason }) => reason === 'too-many')) return { plain, problems: broken };
  const meant = checkMeaning(root, plain).filter(
    (problem) => !broken.some((cause) => covers(cause, problem)),
  );
  return { plain, problems: [...broken, ...meant] };
}

/** With every value that a matrix puts elsewhere in the manifest. */
function checkAll(root: Node): Checked {
  const { plain, problems } = check(root);
  if (problems.length > mostShown || problems.some(({ reason }) => reason === 'too-many')) {
    return { plain, problems };
  }
  const seen = new Set(problems.map(identity));
  const varied = checkMatrices(root, (changed) =>
    check(changed).problems.filter((problem) => !seen.has(identity(problem))),
  );
  return { plain, problems: [...problems, ...varied] };
}

/** Whether a problem lies at or below a value that is wrong in itself, and so may only follow from it. */
function covers(cause: ManifestProblem, problem: ManifestProblem): boolean {
  if (!('path' in cause) || !('path' in problem)) return false;
  return problem.path === cause.path || problem.path.startsWith(`${cause.path}.`);
}

/** What is wrong with the profiles, chosen or not, beyond what is wrong without them. */
function checkProfiles(root: Node, known: readonly ManifestProblem[]): ManifestProblem[] {
  // Nobody reads on, and there may be as many in each profile; nor are too many profiles tried.
  if (known.length > mostShown || known.some(({ reason }) => reason === 'too-many')) return [];
  const seen = new Set(known.map(identity));
  return profileNames(root).flatMap((profile) => {
    const applied = applyOverrides(root, profileOverrides(root, profile));
    const consequences = checkAll(applied.root).problems.filter((problem) => !seen.has(identity(problem)));
    return [...applied.problems, ...consequences.map((problem) => ({ ...problem, profile }))];
  });
}

function applyOptions(root: Node, { profile, sets = [] }: LoadOptions) {
  const problems: ManifestProblem[] = [];
  const overrides = profile === undefined ? [] : profileOverrides(root, profile);
  if (profile !== undefined && !profileNames(root).includes(profile)) {
    problems.push(unknownProfile(root, profile));
  }
  for (const set of sets.map(parseSet)) {
    problems.push(...set.problems);
    if (set.override) overrides.push(set.override);
  }
  const applied = applyOverrides(root, overrides);
  return { root: applied.root, problems: [...problems, ...applied.problems] };
}

/** What problems call the options, in the order in which they apply. */
const optionNames = ({ profile, sets = [] }: LoadOptions): string[] => [
  ...(profile === undefined ? [] : [profileOption(profile)]),
  ...sets.map(setOption),
];

function unknownProfile(root: Node, name: string): ManifestProblem {
  const source = { name: profileOption(name), text: name };
  const names = profileNames(root);
  return problemAt(
    { source, start: 0, end: name.length },
    [],
    { reason: 'unknown-profile', name },
    names.length > 0 ? choiceAmong(names, name) : { expected: 'no profile, since the manifest has none' },
  );
}
