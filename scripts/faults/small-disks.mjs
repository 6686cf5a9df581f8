// Small file systems to which something happens: one that is full, one that turns read-only under a running program, as
// the kernel does when a disk fails. They need the rights of root.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const run = (file, ...args) => execFileSync(file, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
const succeeds = (file, ...args) => spawnSync(file, args, { stdio: 'ignore' }).status === 0;

/**
 * A file system in memory, mounted at `folder`, or undefined where that is not allowed.
 * @param {string} folder
 * @param {number} megabytes
 */
export function memoryDisk(folder, megabytes) {
  mkdirSync(folder, { recursive: true });
  const size = `size=${megabytes}m,nr_inodes=8192`;
  if (!succeeds('mount', '-t', 'tmpfs', '-o', size, 'tmpfs', folder)) return undefined;
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => fillUp(ballast),
    makeRoom: () => rmSync(ballast, { force: true }),
    remove: () => succeeds('umount', '--lazy', folder),
  };
}

/** Writes until nothing more can be written. */
function fillUp(file) {
  for (const size of [1 << 20, 65_536, 4096, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }
}

/**
 * An ext4 file system in the file `<folder>.img`, mounted at `folder`, or undefined where that is not possible.
 * @param {string} folder
 * @param {number} megabytes
 */
export function failingDisk(folder, megabytes) {
  const image = `${folder}.img`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(image, '');
  truncateSync(image, megabytes * 2 ** 20);
  const mount = () => succeeds('mount', '-o', 'loop,errors=remount-ro', image, folder);
  if (!succeeds('mkfs.ext4', '-q', '-F', image) || !mount()) return undefined;
  const trigger = () => {
    const device = basename(run('findmnt', '--noheadings', '--output', 'SOURCE', folder));
    return `/sys/fs/ext4/${device}/trigger_fs_error`;
  };
  if (!existsSync(trigger())) {
    succeeds('umount', folder);
    return undefined;
  }
  return {
    folder,
    /** From now on every write is refused with EROFS, also to open files. */
    fail: () => writeFileSync(trigger(), '1'),
    /** What an administrator does, or the next boot: checks the file system and mounts it again. */
    replace: () => {
      run('umount', folder);
      // 1: it found the error and put it right.
      const { status } = spawnSync('e2fsck', ['-f', '-p', image], { stdio: 'ignore' });
      if (status > 1 || !mount()) throw new Error(`e2fsck of ${image} ended with ${status}`);
    },
    remove: () => {
      succeeds('umount', '--lazy', folder);
      rmSync(image, { force: true });
    },
  };
}
