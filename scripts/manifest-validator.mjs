// Compiles schemas/manifest.schema.json to runner/manifest/schema-validator.js, so that no run pays for it. Part of the
// build; git ignores the file.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ajv2020 from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export async function buildManifestValidator() {
  const Ajv = ajv2020.default;
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    messages: false,
    strictTypes: false,
    inlineRefs: false,
    keywords: ['x-expected', 'x-source', 'x-unit'],
    code: { source: true, esm: true },
  });
  // Quadratic in ajv; runner/manifest/check-lists.ts compares the items, and says where the first of two equal ones stands.
  ajv.removeKeyword('uniqueItems');
  ajv.addVocabulary(['uniqueItems']);
  const schema = JSON.parse(readFileSync(place('schemas/manifest.schema.json'), 'utf8'));
  // Bundled, because the code calls small functions of ajv through require().
  const bundle = await build({
    stdin: { contents: standalone.default(ajv, ajv.compile(schema)), resolveDir: place('.') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    legalComments: 'none',
    write: false,
  });
  const code = bundle.outputFiles[0].text.replace(/^export default .*\n/m, '');
  // Written aside and renamed, since another build may be reading it.
  const target = place('runner/manifest/schema-validator.js');
  const aside = `${target}.${randomUUID()}`;
  writeFileSync(aside, code);
  renameSync(aside, target);
}
