/** The code that a job can reach, for people: its files by git blob, packages by version, and what builds them. */
import type { CodeListing } from '../project/code-closures.ts';
import { textTable } from '../util/text-table.ts';

export function codeListingText(head: string, listing: CodeListing): string {
  const { files, registries, entries, packages, toolPackages, projectFields, options } = listing;
  const parts = [
    `${head}: ${files.length} sources, ${packages.length} packages`,
    textTable(files.map(([path, blob]) => ['', blob, path])).trimEnd(),
    ...section(
      'registries, without their entries',
      registries.map(([path, rest]) => ['', rest, path]),
    ),
    ...section(
      'entries of registries',
      entries.map(([registry, name, path]) => ['', name, path, registry]),
    ),
    ...(packages.length === 0 ? [] : ['packages', packageTable(packages)]),
    ...(Object.keys(projectFields).length === 0
      ? []
      : ['fields of package.json', optionLines(projectFields)]),
    ...(options === null ? [] : ['built with', packageTable(toolPackages), optionLines(options)]),
  ];
  return `${parts.join('\n')}\n`;
}

/** The files that a task `command` declares. */
export function declaredListingText(
  head: string,
  files: readonly { readonly path: string; readonly blob: string }[],
): string {
  const rows = files.map(({ path, blob }) => ['', blob, path]);
  return `${head}: ${files.length} declared files\n${textTable(rows)}`;
}

const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : [title, textTable(rows).trimEnd()];

const packageTable = (packages: CodeListing['packages']): string =>
  textTable(packages.map(({ path, version }) => ['', path, version ?? ''])).trimEnd();

const optionLines = (options: NonNullable<CodeListing['options']>): string =>
  Object.entries(options)
    .map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
    .join('\n');
