// `reprise serve`, started for a script.
import { spawn } from 'node:child_process';

/** @returns its address once it listens, and what ends it. @throws Error where it ends before. */
export async function serve(cli, cwd, ...args) {
  const server = spawn(process.execPath, [cli, 'serve', ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever ends the script.
  process.on('exit', () => server.kill('SIGKILL'));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  const url = await new Promise((resolve, reject) => {
    let [out, err] = ['', ''];
    server.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(out.trim());
    });
    server.stderr.on('data', (chunk) => {
      err += chunk;
    });
    server.once('exit', (code) => reject(new Error(`reprise serve ended with ${code}: ${err}`)));
  });
  return { url, close };
}
