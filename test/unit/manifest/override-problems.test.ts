import { expect, it } from 'vitest';
import { type LoadOptions, loadManifest, renderProblems } from '../../../runner/manifest/index.ts';

const file = 'test/fixtures/manifests/good/small.yaml';

function problemsOf(options: LoadOptions): string {
  const result = loadManifest(file, options);
  return result.ok ? '' : renderProblems(result.failures);
}

it('an unknown profile is refused with the one that was probably meant', () => {
  expect(problemsOf({ profile: 'nan' })).toMatchInlineSnapshot(`
    "--profile nan:1:1: error: unknown profile "nan"
    1 | nan
      | ^^^
    expected nano, found "nan"
    help: did you mean "nano"?
    "
  `);
});

it('a misspelt path is underlined where it goes wrong', () => {
  expect(problemsOf({ sets: ['task.dat=x'] })).toMatchInlineSnapshot(`
    "--set task.dat=x:1:6: error: no value at task.dat to override
    1 | task.dat=x
      |      ^^^
    expected one of kind, data, trainPortion, examples, rankedAfter, benchmark, found "dat"
    help: did you mean "data"?
    "
  `);
});

it('a wrong value is underlined in the option', () => {
  expect(problemsOf({ sets: ['methods.rsws.epochs=0', 'task.data=optdigit'] })).toMatchInlineSnapshot(`
    "--set methods.rsws.epochs=0:1:21: error: wrong value for methods.rsws.epochs
    1 | methods.rsws.epochs=0
      |                     ^
    expected an integer >= 1, found 0

    --set task.data=optdigit:1:11: error: unknown data set "optdigit" in task.data
    1 | task.data=optdigit
      |           ^^^^^^^^
    expected one of textures10, optdigits, cifar10, textures10-64, imagenet, found "optdigit"
    help: did you mean "optdigits"?
    "
  `);
});

it('an option without = or without a path is refused', () => {
  expect(problemsOf({ sets: ['task.data', '=3'] })).toMatchInlineSnapshot(`
    "--set task.data:1:1: error: not an override
    1 | task.data
      | ^^^^^^^^^
    expected a dotted path, =, and a value, found "task.data"

    --set =3:1:1: error: not an override
    1 | =3
      | ^^
    expected a dotted path, =, and a value, found "=3"
    "
  `);
});

it('an option without a value sets nothing, which is refused where something is needed', () => {
  expect(problemsOf({ sets: ['task.data='] })).toMatchInlineSnapshot(`
    "--set task.data=:1:10: error: wrong value for task.data
    1 | task.data=
      |          ^
    expected one of textures10, optdigits, cifar10, textures10-64, imagenet, found nothing
    "
  `);
});

it('a value that is not YAML is refused', () => {
  expect(problemsOf({ sets: ['seedSets.first=[1, 2'] })).toMatchInlineSnapshot(`
    "--set seedSets.first=[1, 2:1:20: error: not valid YAML: Flow sequence must end with a ]
    1 | seedSets.first=[1, 2
      |                    ^
    "
  `);
});

it('a path through a single value is refused', () => {
  expect(problemsOf({ sets: ['task.data.name=x', 'seedSets.first.9=1'] })).toMatchInlineSnapshot(`
    "--set task.data.name=x:1:11: error: no value at task.data.name to override
    1 | task.data.name=x
      |           ^^^^
    expected the path of a value

    --set seedSets.first.9=1:1:16: error: no value at seedSets.first.9 to override
    1 | seedSets.first.9=1
      |                ^
    expected one of 0, 1, 2, found "9"
    "
  `);
});

it('id, extends and profiles cannot be set', () => {
  expect(problemsOf({ sets: ['id=other'] })).toMatchInlineSnapshot(`
    "--set id=other:1:1: error: no value at id to override
    1 | id=other
      | ^^
    expected one of title, paper, engine, task, space, seedSets, methods, stages, reports, limits,
    found "id"
    "
  `);
});

it('problems of an option come after those of the file that they add to', () => {
  const result = loadManifest('test/fixtures/manifests/broken/wrong-type.yaml', { sets: ['task.dat=x'] });
  const places = result.ok ? [] : result.failures.map(({ file: name, reason }) => [name, reason]);
  expect(places).toEqual([
    ['test/fixtures/manifests/broken/wrong-type.yaml', 'wrong-value'],
    ['--set task.dat=x', 'unknown-path'],
  ]);
});
