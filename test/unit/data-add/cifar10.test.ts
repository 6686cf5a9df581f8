import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDataSet } from '../../../runner/data/add-data-set.ts';
import { checkCifar10 } from '../../../runner/data/check-cifar10.ts';
import type { DataNotice } from '../../../runner/data/data-problem.ts';
import { dataProblemText } from '../../../runner/data/data-problem-text.ts';
import { verifyDataSet } from '../../../runner/data/find-data-set.ts';
import { md5OfFile } from '../../../runner/util/hash-file.ts';
import { dataSets } from '../../../schemas/data.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { fakeBatch, writeFakeCifar10 } from './fake-cifar10.ts';

// One set of fakes for all tests: they are of full size.
const shared = mkdtempSync(join(tmpdir(), 'reprise-cifar10-'));
const folder = join(shared, 'cifar-10-batches-bin');
const archive = join(shared, 'fake.tar.gz');
beforeAll(() => {
  writeFakeCifar10(folder);
  writeFileSync(join(folder, 'readme.html'), 'not data');
  create({ file: archive, cwd: shared, gzip: { level: 1 }, sync: true }, ['cifar-10-batches-bin']);
});
afterAll(() => rmSync(shared, { recursive: true, force: true }));

const next =
  'get the files from https://www.cs.toronto.edu/~kriz/cifar.html (binary version) and run ' +
  '`reprise data add cifar10 --from <path of cifar-10-binary.tar.gz>`; nothing was added';

describe('adding CIFAR-10', () => {
  it('from the archive takes only the six data files', async () => {
    const root = temporaryFolder();
    const notices: DataNotice[] = [];
    const added = await addDataSet('cifar10', archive, root, {
      archiveMd5: md5OfFile(archive),
      onNotice: (notice) => notices.push(notice),
    });
    expect(added.ok && Object.keys(added.value.files)).toEqual(dataSets.cifar10.files);
    expect(readdirSync(join(root, 'cifar10')).sort()).toEqual(
      [...dataSets.cifar10.files, 'index.json'].sort(),
    );
    expect(verifyDataSet('cifar10', root).ok).toBe(true);
    expect(notices).toEqual([]);
  });

  it('from a folder says that only the structure was checked', async () => {
    const root = temporaryFolder();
    const notices: DataNotice[] = [];
    // The folder that holds the unpacked folder will do as well.
    const added = await addDataSet('cifar10', shared, root, { onNotice: (notice) => notices.push(notice) });
    expect(added.ok).toBe(true);
    expect(notices).toEqual([{ reason: 'checked-by-structure', path: folder }]);
  });

  it('an archive with another checksum is refused before it is opened', async () => {
    const root = temporaryFolder();
    const added = await addDataSet('cifar10', archive, root);
    expect(added.ok ? [] : added.failures.map(dataProblemText)).toEqual([
      `${archive}: expected MD5 c32a1d4ab5d03f1284b67883e8d87530, found ${md5OfFile(archive)}; ` +
        `the file is damaged or another one; ${next}`,
    ]);
    expect(readdirSync(root)).toEqual([]);
  });

  it('an archive that is not one is told from a wrong checksum', async () => {
    const root = temporaryFolder();
    const path = join(temporaryFolder(), 'cifar-10-binary.tar.gz');
    writeFileSync(path, 'not an archive at all, but long enough to look at');
    const added = await addDataSet('cifar10', path, root, { archiveMd5: md5OfFile(path) });
    expect(added).toMatchObject({ ok: false, failures: [{ reason: 'source-unreadable', path }] });
    expect(readdirSync(root)).toEqual([]);
  });

  it('an archive without the files names them', async () => {
    const from = temporaryFolder();
    mkdirSync(join(from, 'cifar-10-batches-bin'));
    writeFileSync(join(from, 'cifar-10-batches-bin', 'other.bin'), 'x');
    const path = join(from, 'empty.tar.gz');
    create({ file: path, cwd: from, gzip: true, sync: true }, ['cifar-10-batches-bin']);
    const added = await addDataSet('cifar10', path, temporaryFolder(), { archiveMd5: md5OfFile(path) });
    expect(added.ok ? [] : added.failures.map((problem) => 'path' in problem && problem.path)).toEqual(
      dataSets.cifar10.files.map((name) => `${path}: cifar-10-batches-bin/${name}`),
    );
  });

  it('a source that is not there is named', async () => {
    const added = await addDataSet('cifar10', '/nowhere/cifar.tar.gz', temporaryFolder());
    expect(added.ok ? [] : added.failures.map(dataProblemText)).toEqual([
      `/nowhere/cifar.tar.gz: expected a file, found nothing; ${next}`,
    ]);
  });
});

describe('the files of CIFAR-10', () => {
  const sources = dataSets.cifar10.files.map((name) => ({ name, copy: join(folder, name), shownAs: name }));

  /** The six files with one of them replaced. */
  const withFile = (name: string, content: Buffer) => {
    const copy = join(temporaryFolder(), name);
    writeFileSync(copy, content);
    return sources.map((source) => (source.name === name ? { ...source, copy } : source));
  };
  const texts = (files: typeof sources) => checkCifar10(files).map(dataProblemText);

  it('are accepted when sizes, labels and classes are right', () => {
    expect(checkCifar10(sources)).toEqual([]);
  });

  it('have an exact size', () => {
    const copy = join(temporaryFolder(), 'data_batch_2.bin');
    writeFileSync(copy, '');
    truncateSync(copy, 30_729_999);
    const files = sources.map((source) =>
      source.name === 'data_batch_2.bin' ? { ...source, copy } : source,
    );
    expect(texts(files)).toEqual([`data_batch_2.bin: expected 30730000 bytes, found 30729999; ${next}`]);
  });

  it('have labels from 0 to 9', () => {
    const files = withFile(
      'data_batch_3.bin',
      fakeBatch((image) => (image === 4711 ? 10 : image % 10)),
    );
    expect(texts(files)).toEqual([
      `data_batch_3.bin: expected a label from 0 to 9 for image 4711, found 10; ${next}`,
    ]);
  });

  it('have 1,000 test images of each class', () => {
    const files = withFile(
      'test_batch.bin',
      fakeBatch((image) => (image === 0 ? 1 : image % 10)),
    );
    expect(texts(files)).toEqual([
      'test_batch.bin: expected 1000 images of each class, ' +
        `found 999, 1001, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000; ${next}`,
    ]);
  });

  it('have 5,000 training images of each class, however they are spread over the batches', () => {
    const more = withFile(
      'data_batch_1.bin',
      fakeBatch((image) => (image === 0 ? 1 : image % 10)),
    );
    expect(texts(more)).toEqual([
      'the five training batches: expected 5000 images of each class, ' +
        `found 4999, 5001, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000; ${next}`,
    ]);
    const fewer = join(temporaryFolder(), 'data_batch_2.bin');
    writeFileSync(
      fewer,
      fakeBatch((image) => (image === 1 ? 0 : image % 10)),
    );
    const both = more.map((source) =>
      source.name === 'data_batch_2.bin' ? { ...source, copy: fewer } : source,
    );
    expect(checkCifar10(both)).toEqual([]);
  });
});
