import { describe, expect, it } from 'vitest';
import { findManifests, loadManifest, renderProblems, resolveId } from '../../../runner/manifest/index.ts';
import { manifestText, writeFiles } from './write-manifest.ts';

const at = writeFiles(
  {
    'manifests/b/small.yaml': manifestText(),
    'manifests/a/extending.yaml': 'id: extending\nextends: ../b/small.yaml\nprofiles:\n  paper: {}\n',
    'manifests/a/alias.yaml': 'space: { name: &n darts-cnn }\nid: alias\ntitle: *n\n',
    'manifests/a/escaped.yaml': '{ id: "\\x65scaped", title: "Spelled otherwise" }\n',
    'manifests/a/flow.yaml': '{ id: flow, title: "In braces" }\n',
    'manifests/a/invalid-elsewhere.yaml': 'id: elsewhere\ntitle: Fine\ntask: [\n',
    'manifests/c/same-id.yaml': 'title: Another\nid: small\n',
    'manifests/c/broken.yaml': 'id: "broken\n',
    'manifests/c/empty.yaml': '',
    'manifests/c/list.yaml': '- 1\n',
    'manifests/c/loop.yaml': 'id: loop\nextends: ./loop.yaml\n',
    'manifests/c/small.lock.json': '{}',
  },
  'project',
);
const root = at('');
const found = findManifests(root);

describe('the list of manifests', () => {
  it('has every YAML file below manifests/, sorted, with its id, title and profiles', () => {
    expect(
      found.map(({ file, id, title, profiles }) => [file, id, title, profiles.join(' ')]),
    ).toMatchInlineSnapshot(`
      [
        [
          "manifests/a/alias.yaml",
          "alias",
          "darts-cnn",
          "",
        ],
        [
          "manifests/a/escaped.yaml",
          "escaped",
          "Spelled otherwise",
          "",
        ],
        [
          "manifests/a/extending.yaml",
          "extending",
          "A small experiment",
          "nano paper",
        ],
        [
          "manifests/a/flow.yaml",
          "flow",
          "In braces",
          "",
        ],
        [
          "manifests/a/invalid-elsewhere.yaml",
          "elsewhere",
          "Fine",
          "",
        ],
        [
          "manifests/b/small.yaml",
          "small",
          "A small experiment",
          "nano",
        ],
        [
          "manifests/c/broken.yaml",
          null,
          null,
          "",
        ],
        [
          "manifests/c/empty.yaml",
          null,
          null,
          "",
        ],
        [
          "manifests/c/list.yaml",
          null,
          null,
          "",
        ],
        [
          "manifests/c/loop.yaml",
          "loop",
          null,
          "",
        ],
        [
          "manifests/c/same-id.yaml",
          "small",
          "Another",
          "",
        ],
      ]
    `);
  });

  it('says what is wrong with a file instead of failing', () => {
    expect(renderProblems(found.flatMap(({ problems }) => problems))).toMatchInlineSnapshot(`
      "manifests/c/broken.yaml:1:11: error: not valid YAML: Missing closing "quote
      1 | id: "broken
        |           ^

      manifests/c/empty.yaml: error: the file is empty
      help: begin one with \`reprise new\`

      manifests/c/list.yaml:1:1: error: a manifest is a map of keys to values
      1 | - 1
        | ^^^
      expected a map, found a list

      manifests/c/same-id.yaml:2:5: error: two manifests have the id "small"
      2 | id: small
        |     ^^^^^
      expected an id that no other manifest has, found "small", the id of manifests/b/small.yaml
      "
    `);
  });

  it('is empty where there is no folder of manifests', () => {
    expect(findManifests(at('manifests/a'))).toEqual([]);
  });
});

describe('an id', () => {
  const textOf = (idOrPath: string) => {
    const result = resolveId(root, idOrPath);
    return result.ok ? result.value : renderProblems(result.failures);
  };

  it('stands for the file that has it', () => {
    expect(textOf('flow')).toBe(at('manifests/a/flow.yaml'));
    expect(textOf('escaped')).toBe(at('manifests/a/escaped.yaml'));
  });

  it('may be given as a path, which is taken as it is', () => {
    expect(textOf('somewhere/else.yaml')).toBe('somewhere/else.yaml');
  });

  it('that is unknown is refused with the one that was probably meant', () => {
    expect(textOf('flwo')).toMatchInlineSnapshot(`
      "manifests: error: no manifest has the id "flwo"
      help: did you mean "flow"?
      "
    `);
    expect(textOf('nothing-like-it')).toMatchInlineSnapshot(`
      "manifests: error: no manifest has the id "nothing-like-it"
      help: \`reprise list\` shows every id
      "
    `);
  });

  it('that two files have is refused', () => {
    expect(textOf('small')).toMatchInlineSnapshot(`
      "manifests/c/same-id.yaml:2:5: error: two manifests have the id "small"
      2 | id: small
        |     ^^^^^
      expected an id that no other manifest has, found "small", the id of manifests/b/small.yaml
      "
    `);
  });
});

it('a file that does not exist or is a folder is refused', () => {
  const textOf = (file: string) => {
    const result = loadManifest(file);
    return result.ok ? '' : renderProblems(result.failures);
  };
  expect(textOf('manifests/nothing.yaml')).toMatchInlineSnapshot(`
    "manifests/nothing.yaml: error: cannot read the file: there is no such file
    "
  `);
  expect(textOf('manifests')).toMatchInlineSnapshot(`
    "manifests: error: cannot read the file: it is a folder
    "
  `);
});
