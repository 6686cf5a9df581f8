/**
 * Fails when folders of this project depend on each other in a circle: `node scripts/folder-cycles.mjs <folder>...`.
 *
 * Folders count to their second level. Imports of types count; what a registry or a module loads by name (`import()`)
 * does not. The files of a space that make its networks and tables are a folder of their own: tasks and methods stand
 * between them and the rest of the space.
 */
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';

const require = createRequire(import.meta.url);
const { options } = require('../.dependency-cruiser.cjs');
const { spaceParts } = require('./space-parts.cjs');
const parts = new RegExp(spaceParts);

const folderOf = (path) =>
  parts.test(path)
    ? 'experiments/space (networks and tables)'
    : path.split('/').slice(0, -1).slice(0, 2).join('/');

/** From each folder to those that it imports, with one import that shows it. */
function folderGraph(modules) {
  const graph = new Map();
  for (const { source, dependencies } of modules) {
    const from = folderOf(source);
    if (!graph.has(from)) graph.set(from, new Map());
    for (const { resolved, dynamic } of dependencies) {
      const to = folderOf(resolved);
      if (!dynamic && to !== from && !graph.get(from).has(to))
        graph.get(from).set(to, `${source} → ${resolved}`);
    }
  }
  return graph;
}

/** The shortest way from a folder back to it, as imports; undefined where there is none. */
function circleFrom(graph, start) {
  const ways = [...(graph.get(start) ?? [])].map(([folder, shown]) => ({ folder, imports: [shown] }));
  const seen = new Set(ways.map(({ folder }) => folder));
  for (const { folder, imports } of ways) {
    if (folder === start) return imports;
    for (const [next, shown] of graph.get(folder) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push({ folder: next, imports: [...imports, shown] });
    }
  }
  return undefined;
}

const folders = process.argv.slice(2);
const { output } = await cruise(folders, { ...options, includeOnly: `^(${folders.join('|')})/` });
const graph = folderGraph(output.modules);
const circles = [...graph.keys()].flatMap((folder) => {
  const imports = circleFrom(graph, folder);
  return imports === undefined
    ? []
    : [`${folder} depends on itself:\n${imports.map((each) => `    ${each}`).join('\n')}`];
});
if (circles.length > 0) {
  console.error(`${circles.join('\n')}\nMove what both sides need into a folder below them.`);
  process.exitCode = 1;
}
