/** Programs with a limit of time, and workers that answer line by line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs a program to its end or to the limit, then ends all that it started. */
export function finish(program, args, { env, limitMs }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { stdout: '', stderr: '' };
    let isLate = false;
    // As Ctrl-C would: a run then says how far it came.
    const late = setTimeout(() => {
      isLate = true;
      process.kill(-child.pid, 'SIGINT');
    }, limitMs);
    const dead = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), limitMs + 20_000);
    for (const name of Object.keys(text)) child[name].on('data', (data) => (text[name] += data));
    const end = (status) => {
      clearTimeout(late);
      clearTimeout(dead);
      resolve({ status, isLate, ...text });
    };
    child.on('error', () => end(null));
    child.on('close', end);
  });
}

/** A worker of the benchmark: a line of JSON for a line of JSON. */
export class LineWorker {
  #child;
  #lines;
  #stderr = '';
  #hasEnded = false;

  constructor(program, args, env) {
    this.#child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.on('error', () => undefined);
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (data) => (this.#stderr += data));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line; undefined when it ended, or said nothing for so long. */
  async next(limitMs) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(() => resolve({ value: undefined }), limitMs)));
    const { value, done } = await Promise.race([this.#lines.next(), late]);
    clearTimeout(timer);
    if (done) this.#hasEnded = true;
    return value;
  }

  /** @throws Error when it ended, with its last words, or took too long */
  async ask(job, limitMs) {
    this.#child.stdin.write(`${JSON.stringify(job)}\n`);
    const answer = await this.next(limitMs);
    if (answer !== undefined) return JSON.parse(answer);
    if (!this.#hasEnded) throw new Error(`no answer within ${Math.round(limitMs / 1000)} s`);
    const said = this.#stderr.trim().split('\n');
    throw new Error(`the worker ended: ${said.find((line) => /error/i.test(line)) ?? said.at(-1)}`);
  }

  stop() {
    this.#child.kill('SIGKILL');
  }
}
