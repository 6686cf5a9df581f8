/** The one place that puts errors of the operating system into words: what, where, and what to do next. */
import type { SystemProblem } from './system-error.ts';

export interface SystemErrorText {
  readonly message: string;
  readonly help: string;
}

const elsewhere = '`--store <folder>` keeps results in another place';

/** Code to what it means and what to do. */
const known: Readonly<Record<string, readonly [meaning: string, help: string]>> = {
  EACCES: ['permission denied', `make it readable and writable for the user who runs this; ${elsewhere}`],
  EPERM: [
    'the operation is not permitted',
    `see whether the file is immutable, or its file system lacks what is asked (such as hard links); ${elsewhere}`,
  ],
  EROFS: ['the file system is read-only', `remount it writable; ${elsewhere}`],
  ENOSPC: ['the disk is full, or out of inodes', 'make room and do the same again; nothing is lost'],
  EDQUOT: ['the quota is used up', 'make room and do the same again; nothing is lost'],
  EXDEV: ['the two places lie on different file systems', `keep all of the store on one; ${elsewhere}`],
  EISDIR: ['it is a folder, where a file was expected', 'move it elsewhere'],
  ENOTDIR: ['a part of the path is a file, where a folder was expected', 'move that file elsewhere'],
  EEXIST: ['something is there already', 'move it elsewhere'],
  ENOTEMPTY: ['the folder is not empty', 'see who writes there, and do the same again'],
  ENOENT: ['no such file or folder', 'see whether something removed it meanwhile, and do the same again'],
  ENAMETOOLONG: [
    'the name is too long for the file system',
    'use shorter names, or a folder nearer to the root',
  ],
  ELOOP: ['links lead in a circle, or a link lies where a file was expected', 'remove the link'],
  EMFILE: [
    'this process has too many files open',
    'raise the limit (`ulimit -n`), or use fewer workers (-j)',
  ],
  ENFILE: ['the machine has too many files open', 'close other programs, or use fewer workers (-j)'],
  ENOMEM: ['the machine is out of memory', 'close other programs, or use fewer workers (-j)'],
  EAGAIN: ['the machine is out of processes or memory', 'raise the limits, or use fewer workers (-j)'],
  EIO: ['the disk reports an error', 'see the log of the system, and check the disk before you go on'],
  EBUSY: ['it is in use', 'see who uses it, and do the same again'],
  ETXTBSY: ['the program is in use', 'do the same again when it has ended'],
  EFBIG: ['the file is too large for the file system', elsewhere],
  EMLINK: ['the file has too many links', elsewhere],
  ENOTSUP: ['the file system does not support it (perhaps hard links)', elsewhere],
  ENOSYS: ['the system does not support it', elsewhere],
  ESTALE: ['the network file system lost the file', 'mount it again, and do the same again'],
  ETIMEDOUT: [
    'the network file system does not answer',
    'see whether its server is up, and do the same again',
  ],
  EINVAL: ['the file system does not support it', elsewhere],
};

export function systemErrorText({ code, operation, path }: SystemProblem): SystemErrorText {
  const [meaning, help] = (Object.hasOwn(known, code) ? known[code] : undefined) ?? [
    'the operating system refused it',
    'look its code up, and do the same again',
  ];
  const where = path === null ? '' : ` ${path}`;
  const act = operation === null ? 'use' : (acts.get(operation) ?? operation);
  return { message: `cannot ${act}${where}: ${meaning} (${code})`, help };
}

/** System call to verb. */
const acts: ReadonlyMap<string, string> = new Map([
  ['open', 'open'],
  ['mkdir', 'make the folder'],
  ['scandir', 'list'],
  ['readdir', 'list'],
  ['unlink', 'remove'],
  ['rmdir', 'remove'],
  ['rm', 'remove'],
  ['rename', 'rename'],
  ['link', 'link'],
  ['copyfile', 'copy'],
  ['utime', 'touch'],
  ['lstat', 'look at'],
  ['stat', 'look at'],
  ['spawn', 'start'],
]);
