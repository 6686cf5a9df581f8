/** Where the program lies: on the search path, at an absolute path, or among the declared files. */
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Undefined when there is none that may be executed. */
export function findProgram(name: string, codeFolder: string, path: string): string | undefined {
  const places = name.includes('/')
    ? [isAbsolute(name) ? name : join(codeFolder, name)]
    : path.split(':').map((folder) => join(folder, name));
  return places.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
