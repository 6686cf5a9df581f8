/** The code that a job can reach, for people: its files by git blob, packages by version, and what builds them. */
import type { CodeListing } from '../project/code-closures.ts';
import { textTable } from './text-table.ts';

export function codeListingText(head: string, listing: CodeListing): string {
  const { files, entries, packages, toolPackages, options } = listing;
  const parts = [
    `${head}: ${files.length} sources, ${packages.length} packages`,
    textTable(files.map(([path, blob]) => ['', blob, path])).trimEnd(),
    ...(entries.length === 0
      ? []
      : [
          'entries of registries',
          textTable(entries.map(([registry, name, path]) => ['', name, path, registry])).trimEnd(),
        ]),
    ...(packages.length === 0 ? [] : ['packages', packageTable(packages)]),
    ...(options === null ? [] : ['built with', packageTable(toolPackages), optionLines(options)]),
  ];
  return `${parts.join('\n')}\n`;
}

const packageTable = (packages: CodeListing['packages']): string =>
  textTable(packages.map(({ path, version }) => ['', path, version ?? ''])).trimEnd();

const optionLines = (options: NonNullable<CodeListing['options']>): string =>
  Object.entries(options)
    .map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
    .join('\n');
