/** A manifest as it is written, as it is resolved, and everything that is wrong with it. */
import { relative } from 'node:path';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { loadManifest, type ManifestProblem, renderProblems } from '../../manifest/index.ts';
import { readSource } from '../../manifest/read-source.ts';
import { compareSources } from '../../sources/compare-sources.ts';
import { readSources } from '../../sources/read-sources.ts';
import { allManifests } from '../../study/manifest-file.ts';
import type { ManifestAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem } from '../asked.ts';
import type { PageData } from '../page-data.ts';

export function manifestView(data: PageData, url: URL): Result<ManifestAnswer, PageProblem> {
  const id = parameter(url, 'id');
  if (!id.ok) return fail(...id.failures);
  const profile = url.searchParams.get('profile') ?? 'base';
  const project = data.project();
  // By its id, or where it has none that can be read, by its file.
  const found = allManifests(project).find((one) => (one.id ?? one.file) === id.value);
  if (found === undefined)
    return fail(
      problem(404, `expected the id of a manifest, found "${id.value}"`, '`reprise list` shows the ids'),
    );
  const loaded = loadManifest(found.path, profile === 'base' ? {} : { profile });
  const files = loaded.ok ? loaded.value.files : [found.path];
  const problems = loaded.ok ? [] : loaded.failures;
  return ok({
    ...{ id: id.value, profile },
    files: files.map((path) => {
      const source = readSource(path, path);
      return { path: relative(project.root, path), text: source.ok ? source.value.text : '' };
    }),
    problems: problems.map((one) => placed(one, project.root)),
    resolved: loaded.ok ? loaded.value.manifest : null,
    digest: loaded.ok ? loaded.value.digest : null,
    sources: loaded.ok ? sourcesOf(found.path, profile, loaded.value.manifest) : [],
  });
}

const placed = (found: ManifestProblem, root: string): ManifestAnswer['problems'][number] => ({
  file: relative(root, found.file),
  line: 'line' in found ? found.line : null,
  text: renderProblems([found]).trimEnd(),
});

/** Where each setting is from; none for a profile that has no list of sources. */
function sourcesOf(
  path: string,
  profile: string,
  manifest: Parameters<typeof compareSources>[0],
): ManifestAnswer['sources'] {
  const read = readSources(path);
  if (!read.ok || read.value === undefined || read.value.profile !== profile) return [];
  return compareSources(manifest, read.value).settings;
}
