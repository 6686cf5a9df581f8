/** `reprise show --sources`: what a person sees of where settings come from, and of lists that do not fit. */
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const list = 'manifests/tests/small.sources.json';

/** A list with every setting of the profile `tiny`, all but one from a source. */
async function withSources(): Promise<{ project: TestProject; values: Record<string, unknown> }> {
  const project = await TestProject.create();
  project.write(list, JSON.stringify({ formatVersion: 1, profile: 'tiny', sourced: [], ours: {} }));
  const { code, out } = await project.cli('show', 'small', '--sources', '--json');
  expect(code).toBe(1);
  const { settings } = JSON.parse(out) as { settings: { path: string; value: unknown }[] };
  const values = Object.fromEntries(settings.map(({ path, value }) => [path, value]));
  expect(values).toMatchObject({
    'task.data': 'textures10',
    'methods.random.evaluations': 1,
    'seedSets.first': 2,
  });
  return { project, values };
}

function write(project: TestProject, values: Record<string, unknown>): void {
  const { 'task.data': data, ...sourced } = values;
  project.write(
    list,
    JSON.stringify({
      formatVersion: 1,
      profile: 'tiny',
      sourced: [{ source: 'A paper, Table 1', values: sourced }],
      ours: { 'task.data': data },
    }),
  );
}

test('settings are printed with their sources, and whatever does not fit is named', async () => {
  const { project, values } = await withSources();
  write(project, values);
  const shown = await project.cli('show', 'small', '--sources');
  expect(shown).toMatchObject({ code: 0, err: '' });
  expect(shown.out).toMatch(/^setting +value +source$/m);
  expect(shown.out).toMatch(/^task\.data +"textures10" +ours$/m);
  expect(shown.out).toMatch(/^methods\.random\.evaluations +1 +A paper, Table 1$/m);
  const count = Object.keys(values).length;
  expect(shown.out).toContain(`${count} settings of the profile tiny: ${count - 1} from a source, 1 ours`);
  expect((await project.cli('show', 'small', '-p', 'tiny', '--sources')).out).toBe(shown.out);

  const { 'task.trainPortion': _, ...others } = values;
  write(project, { ...others, 'methods.random.evaluations': 2, 'methods.random.unheard': 1 });
  expect(await project.cli('show', 'small', '--sources')).toMatchObject({
    code: 1,
    err:
      `error: ${list}: expected a source for task.trainPortion, found none; 0.5 may stand under \`ours\`\n` +
      `error: ${list}: expected methods.random.evaluations to be 2 (A paper, Table 1), found 1 in the manifest\n` +
      `error: ${list}: expected settings of the manifest, found methods.random.unheard, which it does not have`,
  });
});

test('no list, another profile, a broken list and what is no manifest are refused in words', async () => {
  const project = await TestProject.create();
  expect(await project.cli('show', 'small', '--sources')).toMatchObject({
    code: 2,
    err:
      `error: expected ${list} with the sources of the settings, found none\n` +
      '  help: docs/deviations.md says how to write one; `reprise show` without --sources shows the settings',
  });
  project.write(list, JSON.stringify({ formatVersion: 1, profile: 'tiny', sourced: [], ours: {} }));
  expect(await project.cli('show', 'small', '-p', 'nano', '--sources')).toMatchObject({
    code: 2,
    err:
      'error: expected the profile tiny, whose settings have sources, found nano\n' +
      '  help: leave out --profile, or write --profile tiny',
  });
  project.write(list, '{');
  const broken = await project.cli('show', 'small', '--sources');
  expect(broken.code).toBe(2);
  expect(broken.err).toContain(`error: ${list}: `);
  expect(broken.err).toContain('valid JSON');
  expect(await project.cli('show', 'nothing', '--sources')).toMatchObject({
    code: 2,
    err: 'error: expected the id of a manifest, found "nothing"\n  help: `reprise list` shows them',
  });
});
