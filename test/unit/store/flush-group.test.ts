import { describe, expect, it } from 'vitest';
import { FlushGroup } from '../../../runner/store/flush-group.ts';
import type { FlushFault, FlushSteps } from '../../../runner/store/flush-steps.ts';
import { type DurableFiles, durableFiles } from '../../../runner/util/durable-files.ts';

/** A disk whose flushes end when the test says so. */
function slowDisk() {
  const underWay: { readonly path: string; readonly end: (error?: Error) => void }[] = [];
  const sync = (path: string) =>
    new Promise<void>((settle, refuse) => {
      underWay.push({ path, end: (error) => (error === undefined ? settle() : refuse(error)) });
    });
  const files: DurableFiles = { ...durableFiles, syncFileSoon: sync, syncFolderSoon: sync };
  const settled = () => new Promise((settle) => setImmediate(settle));
  return { files, underWay, settled };
}

function* flushes(
  ...rounds: readonly (readonly string[])[]
): FlushSteps<readonly (FlushFault | undefined)[]> {
  const faults: (FlushFault | undefined)[] = [];
  for (const files of rounds) faults.push(yield { files, folders: ['folder'] });
  return faults;
}

describe('a group of flushes', () => {
  it('flushes each path once in a round, and what is asked for meanwhile in the next', async () => {
    const { files, underWay, settled } = slowDisk();
    const group = new FlushGroup(files);
    const works = [group.run(flushes(['a'])), group.run(flushes(['b'])), group.run(flushes(['a']))];
    await settled();
    works.push(group.run(flushes(['c'])), group.run(flushes(['a'])));
    await settled();
    expect(underWay.map(({ path }) => path)).toEqual(['a', 'b', 'folder']);
    for (const { end } of underWay.splice(0)) end();
    await settled();
    expect(underWay.map(({ path }) => path)).toEqual(['c', 'a', 'folder']);
    for (const { end } of underWay.splice(0)) end();
    expect(await Promise.all(works)).toEqual(Array.from(works, () => [undefined]));
  });

  it('lets nobody go on before its own paths are on the disk', async () => {
    const { files, underWay, settled } = slowDisk();
    const group = new FlushGroup(files);
    let isOver = false;
    const work = group.run(flushes(['first'], ['second'])).then(() => {
      isOver = true;
    });
    for (const expected of ['first', 'second']) {
      await settled();
      const [file, folder] = underWay.splice(0);
      expect([file?.path, folder?.path, isOver]).toEqual([expected, 'folder', false]);
      folder?.end();
      await settled();
      expect([underWay, isOver]).toEqual([[], false]);
      file?.end();
    }
    await work;
  });

  it('tells of a failed flush those alone who asked for it', async () => {
    const { files, underWay, settled } = slowDisk();
    const group = new FlushGroup(files);
    const works = [group.run(flushes(['a', 'b'])), group.run(flushes(['b'])), group.run(flushes(['c']))];
    await settled();
    const error = new Error('input/output error');
    for (const { path, end } of underWay) end(path === 'b' ? error : undefined);
    const fault = { path: 'b', error };
    expect(await Promise.all(works)).toEqual([[fault], [fault], [undefined]]);
  });
});
