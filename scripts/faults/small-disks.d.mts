export interface MemoryDisk {
  readonly folder: string;
  /** Writes until nothing more can be written. */
  readonly fill: () => void;
  /** Removes what `fill` wrote. */
  readonly makeRoom: () => void;
  readonly remove: () => void;
}
export interface FailingDisk {
  readonly folder: string;
  /** From now on every write is refused with EROFS, also to open files. */
  readonly fail: () => void;
  /** Checks the file system and mounts it again. Nothing may use it. */
  readonly replace: () => void;
  readonly remove: () => void;
}
/** Undefined where mounting is not allowed. */
export function memoryDisk(folder: string, megabytes: number): MemoryDisk | undefined;
export function failingDisk(folder: string, megabytes: number): FailingDisk | undefined;
