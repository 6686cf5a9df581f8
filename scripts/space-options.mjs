// Writes runner/cli/space-options.json: the options of `reprise arch` and `reprise space`, as the spaces declare them.
// `--check` writes nothing and fails when the file is out of date.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const target = place('runner/cli/space-options.json');
const bundle = place(`.space-options-${process.pid}.mjs`);

await build({
  absWorkingDir: place('.'),
  stdin: {
    contents:
      "export * from './experiments/registry/spaces.ts'; export { declaredName } from './schemas/declared-space/declaration.ts';",
    resolveDir: place('.'),
    loader: 'ts',
  },
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: ['./network.ts', '../nasbench101/network.ts'],
  logLevel: 'warning',
});
process.on('exit', () => rmSync(bundle, { force: true }));
const { declaredName, loadSpace, spaceNames } = await import(pathToFileURL(bundle).href);

/** Any declared space has the same options. */
const anyDeclared = { name: declaredName, parameters: { any: 'boolean' } };
const spaces = await Promise.all(
  [...spaceNames.map((name) => ({ name })), anyDeclared].map(async (settings) => {
    const { value } = await loadSpace(settings);
    return { name: settings.name, ...(await value.description()) };
  }),
);
const content = {
  spaces: spaceNames,
  arch: merged('options'),
  space: merged('sizeOptions'),
};
const text = `${JSON.stringify(content, null, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('runner/cli/space-options.json is out of date; run `npm run docs`');
  process.exitCode = 1;
}

/** One entry for each option, whose help says what it is in which spaces. */
function merged(field) {
  const found = new Map();
  for (const { name, [field]: options } of spaces) {
    for (const [option, law] of Object.entries(options)) {
      const flags = law.kind === 'flag' ? `--${option}` : `--${option} <${law.of ?? law.among.join('|')}>`;
      const usual = law.kind === 'flag' || law.default === 0 ? '' : ` (default: ${law.default})`;
      const entry = found.get(option) ?? { flags, texts: new Map() };
      const text = `${law.text}${usual}`;
      entry.texts.set(text, [...(entry.texts.get(text) ?? []), name]);
      found.set(option, entry);
    }
  }
  return [...found.values()].map(({ flags, texts }) => ({
    flags,
    description: [...texts].map(([text, names]) => `${shortened(names)}: ${text}`).join('; '),
  }));
}

/** Names that share all but their end are named once. */
function shortened(names) {
  const families = new Map();
  for (const name of names) {
    const [family, member] = /^(.*)-(\d+)$/.exec(name)?.slice(1) ?? [name];
    families.set(family, [...(families.get(family) ?? []), ...(member ? [member] : [])]);
  }
  return [...families].map(([family, members]) => (members.length > 0 ? `${family}-*` : family)).join(', ');
}
