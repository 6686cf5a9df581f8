#!/usr/bin/env node
// Starts the command line of the current build. An old Node.js must be able to read this file, to be told what it lacks.
// biome-ignore lint/style/useNodejsImportProtocol: the oldest that can read this file do not know it
import { existsSync, readFileSync } from 'fs';

const [major, minor] = process.versions.node.split('.').map(Number);

function stop(message) {
  process.stderr.write(message);
  process.exitCode = 2;
}

function currentBuild() {
  try {
    const id = readFileSync(new URL('./current', import.meta.url), 'utf8').trim();
    return new URL(`./builds/${id}/cli.js`, import.meta.url);
  } catch {
    return new URL('./builds/none/cli.js', import.meta.url);
  }
}

function start() {
  const cli = currentBuild();
  if (!existsSync(cli)) {
    stop(
      'error: expected a build of Reprise, found none\n  help: `npm ci` installs the packages and builds; `npm run build` builds\n',
    );
    return;
  }
  import(cli.href).then(
    (program) => program.start(),
    (error) => {
      stop(
        'error: the command line did not load: ' +
          error.message +
          '\n  help: `npm run build` builds it anew\n',
      );
    },
  );
}

if (major > 20 || (major === 20 && minor >= 19)) {
  start();
} else {
  stop(
    `error: expected Node.js 20.19 or newer, found ${process.version}\n` +
      '  help: install a newer Node.js, or put one before it on the PATH\n',
  );
}
