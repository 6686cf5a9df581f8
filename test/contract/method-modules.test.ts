/** What the methods say about themselves hangs together, and a manifest may be written as they say. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { surroundings } from '../../experiments/registry/describe.ts';
import { formsOf } from '../../experiments/registry/method-forms.ts';
import { methods } from '../../experiments/registry/methods.ts';
import { methodForms, methodsFor, tasksFit } from '../../schemas/fit.ts';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import { allForms } from '../unit/job/tiny-methods.ts';

const lawsOf = new Map(
  Object.keys(tasksFit).map((task) => {
    const name = `${task.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Method`;
    return [task, new Ajv2020({ strict: false }).compile({ $defs: schema.$defs, $ref: `#/$defs/${name}` })];
  }),
);
const single = new Ajv2020({ strict: false });

describe('the registry of methods', () => {
  it('has each method under its kind, and its form in the table of what fits', async () => {
    const found = await Promise.all(
      Object.entries(methods).map(async ([kind, load]) => [kind, (await load()).method] as const),
    );
    expect(found.map(([kind, method]) => [kind, method.kind, method.form])).toEqual(
      Object.entries(methodForms).map(([kind, form]) => [kind, kind, form]),
    );
  });

  it('is what the table of what fits is made from', async () => {
    const all = await surroundings();
    const modules = await Promise.all(Object.values(methods).map(async (load) => (await load()).method));
    const pairs = modules.flatMap((method) =>
      formsOf(method, all).flatMap(({ task, spaces }) =>
        spaces.map((space) => `${method.kind} ${space} ${task}`),
      ),
    );
    const table = Object.entries(methodsFor).flatMap(([space, tasks]) =>
      Object.entries(tasks).flatMap(([task, kinds]) => kinds.map((kind) => `${kind} ${space} ${task}`)),
    );
    expect(pairs.sort()).toEqual(table.sort());
  });

  it.each(allForms.map(({ method, form }) => ({ title: `${method.kind} in ${form.task}`, method, form })))(
    '$title can be written as its example and its tiny settings are',
    ({ method, form }) => {
      const accepts = (method: object) => lawsOf.get(form.task)?.(method);
      for (const written of [form.example, ...Object.values(form.tiny)]) {
        expect(accepts({ kind: method.kind, ...written }), JSON.stringify(written)).toBe(true);
      }
      expect(accepts({ kind: method.kind, ...form.example, unheardOf: 1 })).toBe(false);
    },
  );

  it.each(allForms.map(({ method, form }) => ({ title: `${method.kind} in ${form.task}`, form })))(
    '$title says what each setting means, with a default within its law',
    ({ form }) => {
      for (const [name, setting] of Object.entries(form.settings)) {
        expect([setting.title, setting.description], name).toEqual([expect.any(String), expect.any(String)]);
        if (setting.default === undefined) continue;
        const law = JSON.parse(JSON.stringify(setting));
        expect(single.validate(law, setting.default), name).toBe(true);
      }
    },
  );
});
