/** Files that are made to exhaust time or memory, and whatever else may lie in the place of a manifest. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findManifests, loadManifest, renderProblems } from '../../../runner/manifest/index.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { manifestText } from './write-manifest.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reprise-hostile-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The message about a file with this text, which is called `m.yaml` in it. */
function messageOf(text: string | Uint8Array): string {
  writeFileSync(join(folder, 'm.yaml'), text);
  return messageAbout('m.yaml');
}

function messageAbout(name: string): string {
  const loaded = loadManifest(join(folder, name));
  return loaded.ok ? 'good\n' : renderProblems(loaded.failures).replaceAll(`${folder}/`, '');
}

/** The lines of a message that say what is wrong, without the excerpt. */
const wordsOf = (text: string): string[] =>
  text.split('\n').filter((line) => line !== '' && !/^ *\d* \| /.test(line));

const axes = ['epochs', 'batchSize', 'initialChannels', 'layers', 'evaluated'];
const axis = (name: string, length: number) =>
  `${name}: [${Array.from({ length }, (_, i) => i + 2).join(', ')}]`;

describe('the size of an experiment', () => {
  it('is computed before the matrix is unfolded', () => {
    const matrix = `    matrix: { ${axes.map((name) => axis(name, 12)).join(', ')} }\n`;
    const text = messageOf(manifestText(['    evaluated: 40\n', `    evaluated: 40\n${matrix}`]));
    expect(wordsOf(text)).toEqual([
      'm.yaml:16:5: error: too many jobs',
      'expected at most 100000 jobs in all, found 4976640',
      'note: shorten the matrix, the seed sets or the stages, or divide the manifest in two',
    ]);
  });

  it('is bounded for seed sets together', () => {
    const text = messageOf(
      manifestText(
        ['first: [1, 2, 3]', 'first: { from: 0, count: 60000 }'],
        ['from: 101, count: 3', 'from: 100000, count: 60000'],
      ),
    );
    expect(wordsOf(text)).toEqual([
      'm.yaml:5:1: error: too many seeds',
      'expected at most 100000 seeds in all, found 120000',
    ]);
  });

  it('is bounded in every map of names', () => {
    const profiles = Array.from({ length: 5000 }, (_, i) => `  p${i}: { title: x }\n`).join('');
    expect(wordsOf(messageOf(manifestText(['profiles:\n', `profiles:\n${profiles}`])))).toEqual([
      'm.yaml:43:1: error: too many profiles',
      'expected at most 64, found 5001',
    ]);
  });
});

describe('a file made to exhaust the parser', () => {
  it.each(['[', '{a: ', '? ', '- - - '])('is refused where `%s` goes too deep', (bracket) => {
    const [first, second] = wordsOf(messageOf(`id: x\ntitle:\n  ${bracket.repeat(20_000)}`));
    expect(first).toMatch(/^m\.yaml:3:\d+: error: lists and maps lie too deep in each other$/);
    expect(second).toBe('expected at most 64 levels, found a deeper one here');
  });

  it('is refused when it is too long', () => {
    expect(messageOf('#'.repeat(300_000))).toBe(
      'm.yaml: error: the file is too long: expected at most 262144 bytes, found 300000\n',
    );
  });

  it('is refused when it has too many entries, even if all have one name', () => {
    expect(wordsOf(messageOf('k: 1\n'.repeat(50_000)))).toEqual([
      'm.yaml:1:1: error: this holds more values than a manifest can have',
      'expected at most 20000 values, found 50000 here',
    ]);
  });

  it('is refused when merge keys multiply', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join(', ');
    const text = messageOf(`a: &a { ${many} }\nb: { <<: [${Array(5000).fill('*a').join(', ')}] }\n`);
    expect(wordsOf(text)).toEqual([
      'm.yaml:2:10: error: this holds more values than a manifest can have',
      'expected at most 20000 values, found 25005001 here',
    ]);
  });

  it('has its first fifty problems shown', () => {
    const text = messageOf(manifestText() + Array.from({ length: 10_000 }, (_, i) => `k${i}: 1\n`).join(''));
    expect(text.match(/unknown key/g)).toHaveLength(50);
    expect(wordsOf(text).at(-1)).toBe('and 9950 more problems, shown when these are mended');
  });
});

describe('a chain of manifests', () => {
  it('has a length', () => {
    mkdirSync(join(folder, 'manifests'));
    for (let i = 0; i < 300; i += 1) {
      writeFileSync(join(folder, `manifests/c${i}.yaml`), `id: c${i}\nextends: ./c${i + 1}.yaml\n`);
    }
    writeFileSync(join(folder, 'manifests/c300.yaml'), manifestText());
    expect(wordsOf(messageAbout('manifests/c0.yaml')).slice(0, 1)).toEqual([
      'manifests/c7.yaml:2:10: error: the manifests that extend each other make too long a chain',
    ]);
    expect(messageAbout('manifests/c293.yaml')).toBe('good\n');
    expect(findManifests(folder)).toHaveLength(301);
  });
});

describe('what is no regular file', () => {
  it('is named for what it is, and never waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    symlinkSync('/dev/zero', join(folder, 'zero.yaml'));
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    mkdirSync(join(folder, 'folder.yaml'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket.yaml'), resolve));
    const names = [
      'pipe.yaml',
      'zero.yaml',
      'loop.yaml',
      'folder.yaml',
      'socket.yaml',
      `${'x'.repeat(300)}.yaml`,
    ];
    expect(names.map(messageAbout).map((text) => text.replace('x'.repeat(300), 'x'))).toEqual([
      'pipe.yaml: error: cannot read the file: it is a pipe\n',
      'zero.yaml: error: cannot read the file: it is a device\n',
      'loop.yaml: error: cannot read the file: it is a link that leads back to itself\n',
      'folder.yaml: error: cannot read the file: it is a folder\n',
      'socket.yaml: error: cannot read the file: it is a socket\n',
      'x.yaml: error: cannot read the file: its name is too long\n',
    ]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('does not lead a listing astray', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'manifests/folder.yaml'), { recursive: true });
    symlinkSync('..', join(root, 'manifests/up'));
    writeFileSync(join(root, 'manifests/folder.yaml/inner.yaml'), manifestText());
    expect(findManifests(root).map(({ file, id }) => [file, id])).toEqual([
      ['manifests/folder.yaml', null],
      ['manifests/folder.yaml/inner.yaml', 'small'],
    ]);
  });
});

describe('equal values in two spellings', () => {
  it.each([
    ['[1, 1.0]', '1.0 again (first at 6:11)'],
    ['[0, -0]', '-0 again (first at 6:11)'],
    ['[10, 0xA]', '0xA again (first at 6:11)'],
    ['[1, 1e0]', '1e0 again (first at 6:11)'],
    ['[1, &a 2, *a]', '2 again (first at 6:17)'],
  ])('seeds %s', (list, found) => {
    const text = messageOf(manifestText(['[1, 2, 3]', list]));
    expect(wordsOf(text)).toContain(`expected each value once, found ${found}`);
  });

  it('in a matrix', () => {
    const matrix = '    matrix: { learningRate: [0.001, 1e-3] }\n';
    expect(wordsOf(messageOf(manifestText(['    evaluated: 40\n', `    evaluated: 40\n${matrix}`])))).toEqual(
      [
        'm.yaml:16:37: error: 1e-3 is listed twice in methods.rsws.matrix.learningRate',
        'expected each value once, found 1e-3 again (first at 16:30)',
      ],
    );
  });
});

describe('text that a terminal would obey', () => {
  it.each([
    ['"A \\e[31mred title"', 'U+001B'],
    ['"A title \\u202Egnorts"', 'U+202E'],
    ['"A \\x9b31m title"', 'U+009B'],
    ['"A \\ud800 title"', 'U+D800'],
  ])('title %s', (title, character) => {
    const text = messageOf(manifestText(['title: A small experiment', `title: ${title}`]));
    expect(wordsOf(text)[0]).toBe('m.yaml:2:8: error: wrong value for title');
    expect(text).not.toContain('\u001b');
    const key = messageOf(manifestText().replace('  nano:', `  nano:\n    ${title}: 1`));
    expect(key).toContain(`the invisible character ${character} in `);
  });

  it('is shown as an escape in the excerpt and the place', () => {
    const text = messageOf(
      manifestText(['title: A small experiment', 'title: A \u001b[31msmall\u001b[0m experiment']),
    );
    expect(text).toBe(
      'm.yaml:2:8: error: wrong value for title\n' +
        '2 | title: A \ufffd[31msmall\ufffd[0m experiment\n' +
        '  |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n' +
        'expected one line of text, at most 300 characters' +
        ', found "A \\u001b[31msmall\\u001b[0m experiment"\n',
    );
  });
});

it('names that become files have a length, and differ in more than case', () => {
  const id = 'a'.repeat(65);
  expect(wordsOf(messageOf(manifestText(['id: small', `id: ${id}`])))).toEqual([
    'm.yaml:1:5: error: wrong value for id',
    'expected lower-case words and digits joined by hyphens, at most 64 characters, such as',
    '  li2019-table5,',
    `found "${id}"`,
  ]);
  expect(wordsOf(messageOf(manifestText(['  nano:\n', '  Nano: {}\n  nano:\n'])))).toEqual([
    'm.yaml:45:3: error: "nano" and "Nano" differ in case alone',
    'expected names that differ in more than case, found Nano and nano',
    'note: each becomes a file, and on some systems these two would be the same one',
  ]);
});
