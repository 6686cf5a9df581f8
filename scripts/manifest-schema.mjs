// Writes schemas/manifest.schema.json, schemas/fit.json and schemas/trajectories.json from what the methods, tasks and
// kinds of report say about themselves, and from scripts/manifest-schema/frame.json. `--check` writes nothing and fails
// when a file is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describedMethods, describedReports } from './manifest-schema/described.mjs';
import { fitTable } from './manifest-schema/fit.mjs';
import { methodDefinitions, methodsByTask } from './manifest-schema/methods.mjs';
import { reportDefinitions } from './manifest-schema/reports.mjs';
import { camel, SettingDefinitions } from './manifest-schema/settings.mjs';
import { stageDefinitions } from './manifest-schema/stages.mjs';
import { taskDefinitions } from './manifest-schema/tasks.mjs';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** JSON in which whatever fits on a line stands on one. */
function compact(value, indent = '') {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length < 110) return flat;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => compact(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${compact(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}

const trialNames = { 'image-classification': 'trial', 'language-modelling': 'languageTrial' };
const trialName = (task) => trialNames[task] ?? `${camel(task)}Trial`;

function schemaOf({ methods, tasks, dataSets, spaces }, reports) {
  const frame = JSON.parse(readFileSync(place('scripts/manifest-schema/frame.json'), 'utf8'));
  const settings = new SettingDefinitions(frame.$defs);
  for (const [kind, { trial }] of Object.entries(tasks)) {
    if (trial !== null) settings.addMap(trialName(kind), trial.schema, trial.example);
  }
  const taskKinds = Object.keys(tasks);
  const { manifest, ...others } = frame.$defs;
  // A declared space has no name to write.
  others.space.properties.name.enum = Object.keys(spaces).filter((name) => name !== 'declared');
  const definitions = {
    ...methodDefinitions(methods, taskKinds, settings),
    ...stageDefinitions(tasks, settings),
    ...taskDefinitions(tasks, dataSets, settings),
    ...reportDefinitions(reports),
  };
  return {
    ...frame,
    $defs: {
      manifest: { ...manifest, ...methodsByTask(taskKinds) },
      ...others,
      ...definitions,
      ...settings.definitions,
    },
  };
}

/** Phases and fields of the trajectories of each task, by what writes them. */
const trajectoriesOf = ({ tasks }) =>
  Object.fromEntries(Object.entries(tasks).map(([task, { trajectories }]) => [task, trajectories]));

function write(file, value) {
  const text = `${compact(value)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(place(file), text);
  else if (readFileSync(place(file), 'utf8') !== text) {
    console.error(`${file} is out of date: run npm run docs`);
    process.exitCode = 1;
  }
}

const described = await describedMethods();
write('schemas/manifest.schema.json', schemaOf(described, await describedReports()));
write('schemas/fit.json', fitTable(described));
write('schemas/trajectories.json', trajectoriesOf(described));
