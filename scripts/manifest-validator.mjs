// Writes runner/manifest/schema-validator.js from schemas/manifest.schema.json, so that no run pays for compiling
// the schema. `--check` writes nothing and fails when the file is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ajv2020 from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const target = place('runner/manifest/schema-validator.js');
const header = `// Generated from schemas/manifest.schema.json by scripts/manifest-validator.mjs. Do not edit.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
`;

const Ajv = ajv2020.default;
const ajv = new Ajv({
  allErrors: true,
  discriminator: true,
  messages: false,
  strictTypes: false,
  inlineRefs: false,
  keywords: ['x-expected'],
  code: { source: true, esm: true },
});
const schema = JSON.parse(readFileSync(place('schemas/manifest.schema.json'), 'utf8'));
const code = standalone.default(ajv, ajv.compile(schema));
// Bundled, because the code calls small functions of ajv through require().
const bundle = await build({
  stdin: { contents: code, resolveDir: place('.') },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  lineLimit: 120,
  legalComments: 'none',
  write: false,
});
const text = header + bundle.outputFiles[0].text.replace(/^export default .*\n/m, '');

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    'runner/manifest/schema-validator.js is out of date: run node scripts/manifest-validator.mjs',
  );
  process.exitCode = 1;
}
