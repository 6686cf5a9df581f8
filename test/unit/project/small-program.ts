/** A repository with the least that job keys ask of a project, in which sources can be changed at will. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { Git } from '../../../runner/project/git.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const lock = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'i', dependencies: { b: '*' } },
    'node_modules/b': { version: '9.0.0', integrity: 'outer' },
    'node_modules/a/node_modules/b': { version: '1.0.0', integrity: 'inner' },
    'node_modules/unrelated': { version: '1.0.0', integrity: 'u' },
    'node_modules/assemblyscript': { version: '2.0.0', integrity: 'asc' },
    'node_modules/esbuild': { version: '3.0.0', integrity: 'bundler' },
  },
};

export function packageWith(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ reprise: { workerDependencies: { webgpu: ['unrelated'] } }, ...fields });
}

const files: Readonly<Record<string, string>> = {
  'manifests/x.yaml': 'id: x\n',
  'experiments/worker.ts':
    "import './reached.ts';\nimport 'a';\nexport const registry = () => import('./registry/methods.ts');\n",
  'experiments/reached.ts': 'export const reached = 1;\n',
  'experiments/unreached.ts': 'export const unreached = 1;\n',
  'experiments/registry/methods.ts':
    "export const methods = {\n  random: () => import('../method/random.ts'),\n  tpe: () => import('../method/tpe.ts'),\n};\n",
  'experiments/method/random.ts': 'export const random = 1;\n',
  'experiments/method/tpe.ts': 'export const tpe = 1;\n',
  'experiments/engine/assembly/index.ts': 'export const kernel = 1;\n',
  'runner/exec/select-job.ts': "export { rule } from './rule.ts';\n",
  'runner/exec/rule.ts': 'export const rule = 1;\n',
  'runner/report/table.ts': 'export const table = 1;\n',
  'runner/build/bundle-worker.ts': 'export const bundle = 1;\n',
  'schemas/b.ts': 'export const b = 1;\n',
  'scripts/build/options.json':
    '{ "worker": { "bundle": true, "format": "esm", "platform": "node" }, "kernels": { "flags": ["-O3"] } }\n',
  'scripts/build/kernels.mjs': 'export const kernels = 1;\n',
  '.gitignore': 'artifacts\nnode_modules\n',
  'package.json': packageWith({}),
  'package-lock.json': JSON.stringify(lock),
};

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];

export class SmallProgram {
  readonly root: string;
  readonly git: Git;

  private constructor(root: string) {
    this.root = root;
    this.git = new Git(root);
  }

  /** @param below folder of the project below the top of its repository. */
  static async create(below = ''): Promise<SmallProgram> {
    const top = temporaryFolder();
    const program = new SmallProgram(join(top, below));
    for (const [path, text] of Object.entries(files)) program.write(path, text);
    await execa('git', ['init', '--quiet', '--initial-branch=main'], { cwd: top });
    await program.commit();
    return program;
  }

  write(path: string, content: string | Uint8Array): void {
    const file = join(this.root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }

  async run(...args: string[]): Promise<string> {
    return (await execa('git', [...identity, ...args], { cwd: this.root })).stdout;
  }

  async commit(): Promise<void> {
    await this.run('add', '--all');
    await this.run('commit', '--quiet', '--message', 'x');
  }
}

export const lockWith = (change: (packages: Record<string, Record<string, unknown>>) => void): string => {
  const copy: { packages: Record<string, Record<string, unknown>> } = structuredClone(lock);
  change(copy.packages);
  return JSON.stringify(copy);
};
