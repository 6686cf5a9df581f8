/** The JSON Schema by itself. */
import { spawnSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };

interface Definition {
  readonly properties?: Readonly<Record<string, object | boolean>>;
  readonly examples?: readonly unknown[];
}

const definitions = Object.entries(schema.$defs as unknown as Readonly<Record<string, Definition>>);

const validatorOf = (name: string) =>
  new Ajv2020({ strict: false }).compile({ $defs: schema.$defs, $ref: `#/$defs/${name}` });

describe('the manifest schema', () => {
  it('is valid draft 2020-12', () => {
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
  });

  it('refuses keys it does not list, in every map of fixed keys', () => {
    for (const [name, node] of definitions) {
      if (node.properties) expect(node, name).toHaveProperty('additionalProperties', false);
    }
  });

  it('says what every key means', () => {
    for (const [name, node] of definitions) {
      for (const [key, property] of Object.entries(node.properties ?? {})) {
        const explained =
          property === true || '$ref' in Object(property) || 'description' in Object(property);
        expect(explained, `${name}.${key}`).toBe(true);
      }
    }
  });

  it('has defaults and examples that it accepts itself', () => {
    for (const [name, node] of definitions) {
      const samples = [...(node.examples ?? []), ...('default' in node ? [node.default] : [])];
      if (samples.length === 0) continue;
      const accepts = validatorOf(name);
      for (const sample of samples) expect(accepts(sample), `${name}: ${JSON.stringify(sample)}`).toBe(true);
    }
  });

  it.each(['scripts/manifest-schema.mjs', 'scripts/docs-manifest.mjs'])('is what %s makes', (script) => {
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
