// Writes docs/manifest.md from schemas/manifest.schema.json. `--check` writes nothing and fails when the file is out
// of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Document, isPair, isScalar, visit } from 'yaml';
import { methodsIn } from './manifest-schema/methods.mjs';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const target = place('docs/manifest.md');
const schema = JSON.parse(readFileSync(place('schemas/manifest.schema.json'), 'utf8'));
const lines = JSON.parse(readFileSync(place('schemas/trajectories.json'), 'utf8'));
const fit = JSON.parse(readFileSync(place('schemas/fit.json'), 'utf8'));
// The laws are worded as in the messages of `reprise check`.
const { lawOf, schemaFor } = await importTypeScript(
  "export { lawOf } from './runner/manifest/law.ts'; export { schemaFor } from './runner/manifest/schema.ts';",
);

const root = schema.$defs.manifest;
const text = [
  intro(),
  section('Keys of a manifest', root, undefined, 'These stand at the margin of the file.'),
  section('Paper', defined('paper'), 'paper'),
  taskSection(),
  section('Search space', defined('space'), 'space'),
  seedSection(),
  methodSection(),
  stageSection(),
  reportSection(),
  section('Column', defined('column'), 'reports.table5.columns.<n>', undefined, '###'),
  section(
    'Published value',
    defined('publishedValue'),
    'reports.table5.published.rsws.<metric>',
    undefined,
    '###',
  ),
  metricList(),
  trajectories(),
  section('Limits', defined('limits'), 'limits'),
  reuse(),
].join('\n');

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('docs/manifest.md is out of date: run node scripts/docs-manifest.mjs');
  process.exitCode = 1;
}

function intro() {
  return `<!-- Generated from schemas/manifest.schema.json by scripts/docs-manifest.mjs. Do not edit. -->
# Manifest reference

A manifest is one YAML 1.2 file that declares an experiment: the search space, the methods with their
meta-hyperparameters, the sets of seeds, the stages and the reports. It lies in \`manifests/<paper>/<id>.yaml\`.
\`reprise check\` reports everything that is wrong with it at once, each problem with its file, line and column.
[li2019-table5](../manifests/li2019/li2019-table5.yaml) is a whole one.

Whatever is not written takes the default listed here, and nothing else is filled in. A key that is not listed is
refused. Names of methods, seed sets, stages, reports and profiles are yours:
${law(defined('name'))}.

With this first line, editors that know the YAML language server complete keys and underline mistakes as you type:

\`\`\`yaml
# yaml-language-server: $schema=../../schemas/manifest.schema.json
\`\`\`
`;
}

function seedSection() {
  return `## Seed sets

${root.properties.seedSets.description} ${defined('seedSet').description}

${example('seedSets', root.properties.seedSets)}
${table(defined('seedRange'))}`;
}

/** One section for each form that a discriminated value can have. */
function alternatives(name, path) {
  const names = defined(name).oneOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));
  return names.map((each) =>
    section(defined(each).title, defined(each), path(defined(each)), undefined, '###'),
  );
}

function kindOf({ properties }) {
  return properties.kind.const;
}

function taskSection() {
  const sections = alternatives('task', () => 'task');
  return `## Task\n\n${defined('task').description}\n\n${sections.join('\n')}`;
}

function reportSection() {
  const sections = alternatives('reportOfKind', (report) => `reports.${kindOf(report)}`);
  return `## Reports\n\n${defined('report').description}\n\n${sections.join('\n')}`;
}

function methodSection() {
  return `## Methods

${root.properties.methods.description} The \`kind\` decides which settings a method has, and the task of the manifest in
some cases which of them.

${methodFits()}
${Object.keys(fit.methods).map(oneMethod).join('\n')}
${section('Trial', defined('trial'), 'methods.random.trial', undefined, '###')}
${section('Language trial', defined('languageTrial'), 'methods.random.trial', undefined, '###')}
### Matrix

${defined('matrix').description} A name is a setting of
the method, the dotted path of one inside it (\`trial.epochs\`), or the dotted path of a value of the task, the space or
a stage (\`task.trainPortion\`, \`stages.evaluate.epochs\`). Each value must be one that could stand in its place. A
value that decides which others there are, such as a kind, is none that a matrix may list; nor is a map.

${example('methods.random-ws.matrix', defined('matrix'))}`;
}

/** Which method goes with which space, by task. */
function methodFits() {
  const columns = Object.entries(fit.spaces).flatMap(([space, tasks]) =>
    Object.entries(tasks).map(([task, kinds]) => ({ space, task, kinds })),
  );
  const rows = Object.keys(fit.methods).map((kind) => {
    const where = columns.filter(({ kinds }) => kinds.includes(kind));
    const words = Object.keys(fit.tasks).flatMap((task) => {
      const its = where.filter((each) => each.task === task).map(({ space }) => `\`${space}\``);
      return its.length === 0 ? [] : [`${task}: ${its.join(', ')}`];
    });
    return `| [\`${kind}\`](#method-${kind}) | ${words.join('; ')} |`;
  });
  return ['| method | goes with |', '| --- | --- |', ...rows, ''].join('\n');
}

/** One table for all tasks; what differs between them is said in its row. */
function oneMethod(kind) {
  const forms = formsOf(kind);
  const [first] = forms;
  const keys = [...new Set(forms.flatMap(({ node }) => Object.keys(node.properties)))];
  for (const last of ['matrix', 'label', 'valueLabels', 'seedSets', 'skip'])
    keys.push(...keys.splice(keys.indexOf(last), 1));
  const rows = keys.map((key) => methodRow(key, forms));
  const examples = forms.filter(({ node }, i) => i === 0 || node.properties.width);
  return [
    `### Method ${kind}`,
    '',
    first.node.description,
    '',
    ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join('\n'),
    ...examples.map(({ node }) => example(`methods.${kind}`, node)),
  ].join('\n');
}

/** The definitions of a method, with the tasks that they are for. */
function formsOf(kind) {
  const tasks = Object.keys(fit.tasks).filter((task) =>
    Object.values(fit.spaces).some((its) => its[task]?.includes(kind)),
  );
  const byName = new Map();
  for (const task of tasks) {
    const names = defined(methodsIn(task)).oneOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));
    const name = names.find((each) => defined(each).properties.kind.const === kind);
    byName.set(name, [...(byName.get(name) ?? []), task]);
  }
  return [...byName].map(([name, its]) => ({ node: defined(name), tasks: its }));
}

function methodRow(key, forms) {
  const having = forms.filter(({ node }) => Object.hasOwn(node.properties, key));
  const cells = having.map(({ node, tasks }) => ({
    tasks,
    cells: rowCells(key, node.properties[key], node),
  }));
  const [head] = cells;
  const [, value] = head.cells;
  const values = new Set(cells.map((each) => each.cells[1])).size === 1 ? value : perTask(cells, 1);
  const standards =
    new Set(cells.map((each) => each.cells[2])).size === 1 ? head.cells[2] : perTask(cells, 2);
  const only =
    having.length < forms.length ? ` Only in ${having.flatMap(({ tasks }) => tasks).join(' and ')}.` : '';
  return `| ${head.cells[0]} | ${values} | ${standards} | ${head.cells[3]}${only} |`;
}

function perTask(cells, column) {
  const words = cells.map((each, i) => {
    const where = i === 0 ? '' : ` in ${each.tasks.join(', ')}`;
    return `${each.cells[column]}${where}`;
  });
  return words.join('; ');
}

function stageSection() {
  const sections = alternatives('stage', (stage) => `stages.${kindOf(stage)}`);
  return `## Stages

${root.properties.stages.description}

${sections.join('\n')}
### Seeds of a stage

${defined('stageSeeds').description}

${section('Selection', defined('selection'), 'stages.evaluate.select', undefined, '###')}`;
}

function metricList() {
  const names = defined('metric').examples.map((name) => `- \`${name}\``);
  return `### Metrics\n\n${defined('metric').description}\n\n${names.join('\n')}\n`;
}

function trajectories() {
  const intro = `### Trajectories

What a curve may name: the numbers in the lines of \`trajectory.jsonl\`, by the \`phase\` of the line. Not every method of
a form writes all of them. Epochs count from 1, trials and workers from 0; errors are in percent. With the task \`command\`, lines of the phase
\`report\` also have the metrics of the split that is measured, such as \`validation.errorPercent\`, and whatever else the
program reports; \`score\`, \`decision\` and \`incumbent\` have the validation metrics, such as \`validationErrorPercent\`.`;
  const parts = Object.entries(lines).flatMap(([task, writers]) =>
    Object.entries(writers)
      .filter(([, phases]) => Object.keys(phases).length > 0)
      .map(([writer, phases]) => `#### ${writerOf(writer)}, ${task}\n\n${phaseTable(phases)}`),
  );
  return `${[intro, ...parts].join('\n\n')}\n`;
}

function writerOf(writer) {
  return writer === 'stage' ? 'Training stages' : `Searches by ${writer} methods`;
}

function phaseTable(phases) {
  const rows = Object.entries(phases).flatMap(([phase, fields]) =>
    Object.entries(fields).map(([field, text]) => `| \`${phase}\` | \`${field}\` | ${text} |`),
  );
  return ['| phase | field | what it is |', '| --- | --- | --- |', ...rows].join('\n');
}

function reuse() {
  return `## Reuse and overrides

### Extending another manifest

\`extends\`: ${lowerFirst(schema.$defs.extends.description)} ${schema.$defs.extension.description}
The manifest has an \`id\` of its own. A base may extend a further one.

\`\`\`yaml
id: li2019-table5-short
extends: ./li2019-table5.yaml
methods:
  rsws: { epochs: 50 }
\`\`\`

### Profiles

${defined('profiles').description}
A path names a value that the manifest has or could have; items of a list are numbered from 0. All profiles are checked, whichever is chosen.

${example('profiles', defined('profiles'))}
\`--set path=value\` does the same from the command line, after the profile: \`--set task.data=optdigits\`.

### Anchors

YAML anchors, aliases and merge keys (\`<<\`) work within a file. A problem with an aliased value is reported where
its anchor is defined.

\`\`\`yaml
stages:
  retrain: &training { kind: train, from: search, seeds: each, measure: validation, epochs: 600, batchSize: 96 }
  evaluate: { <<: *training, from: retrain, measure: test }
\`\`\`
`;
}

function section(title, node, path, description = node.description, level = '##') {
  const parts = [`${level} ${title}`, '', description, '', table(node)];
  if (path && node.examples) parts.push(example(path, node));
  return parts.join('\n');
}

function table(node) {
  const rows = Object.entries(node.properties).map(([key, property]) => row(key, property, node));
  return ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function row(key, property, node) {
  return `| ${rowCells(key, property, node).join(' | ')} |`;
}

function rowCells(key, property, { required = [] }) {
  const full = schemaFor(property, undefined);
  const named = property.$ref ? schema.$defs[property.$ref.replace('#/$defs/', '')] : property;
  const { default: value, description = named.description } = full;
  const standard = required.includes(key) ? 'required' : value === undefined ? 'optional' : shown(value);
  const source = named['x-source'] === undefined ? '' : ` Source: ${named['x-source']}.`;
  const unit = named['x-unit'] === undefined ? '' : ` (${named['x-unit']})`;
  const meaning = escaped(property.description ?? named.description ?? description);
  return [`\`${key}\``, `${linked(key, law(property), named)}${unit}`, standard, `${meaning}${source}`];
}

/** What has a section of its own is linked to it. */
function linked(key, words, named) {
  if (key === 'trial') return `[${words}](#${named.title.toLowerCase().replaceAll(' ', '-')})`;
  const anchor = {
    ...{ paper: 'paper', task: 'task', space: 'search-space', seedSets: 'seed-sets', methods: 'methods' },
    ...{ stages: 'stages', reports: 'reports', limits: 'limits', profiles: 'profiles', matrix: 'matrix' },
    ...{
      select: 'selection',
      seeds: 'seeds-of-a-stage',
      columns: 'column',
      published: 'published-value',
    },
  }[key];
  return anchor === undefined ? words : `[${words}](#${anchor})`;
}

function shown(value) {
  if (value === null) return 'none';
  return typeof value === 'object' ? 'empty' : `\`${value}\``;
}

function law(node) {
  const full = schemaFor(node, undefined);
  const words = full.enum ?? (full.const === undefined ? undefined : [full.const]);
  if (words && full['x-expected'] === undefined) return words.map((word) => `\`${word}\``).join(', ');
  return escaped(lawOf(full));
}

function escaped(markdown) {
  return markdown.replaceAll('|', '\\|');
}

function defined(name) {
  return schema.$defs[name];
}

function lowerFirst(sentence) {
  return sentence[0].toLowerCase() + sentence.slice(1);
}

/** The first example of a node, as YAML below the path at which it would be written. */
function example(path, node) {
  const [sample] = node.examples;
  const value = path.split('.').reduceRight((inner, key) => wrapped(key, inner), sample);
  const document = new Document(value);
  visit(document, {
    Collection(_, collection) {
      const flat = collection.items.every((item) => isScalar(isPair(item) ? item.value : item));
      if (flat && JSON.stringify(collection).length < 80) collection.flow = true;
    },
  });
  return `\`\`\`yaml\n${document.toString({ lineWidth: 110 })}\`\`\`\n`;
}

function wrapped(key, inner) {
  return key === '<n>' ? [inner] : { [key === '<metric>' ? 'test.errorPercent' : key]: inner };
}

async function importTypeScript(contents) {
  const bundle = await build({
    stdin: { contents, resolveDir: place('.'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
  );
}
