/** The programs that the build calls. */
import { spawnSync } from 'node:child_process';

export const compiler = () => process.env['CXX'] || 'c++';

const runs = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** What keeps this machine from building, in words; undefined when nothing does. */
export function missingTool(platform, arch, has = runs) {
  if (platform !== 'linux' || arch !== 'x64')
    return {
      message: `expected Linux on x64, whose wheels have TensorFlow's library, found ${platform} on ${arch}`,
      help: 'npm install @tensorflow/tfjs-node@4.22.0, which downloads a library of its own',
    };
  if (!has('python3', '-m', 'pip', '--version'))
    return {
      message: 'expected python3 with pip, which downloads the wheel, found none',
      help: 'Debian: apt install python3-pip',
    };
  if (!has(compiler(), '--version'))
    return {
      message: `expected a C++ compiler, found none by the name ${compiler()}`,
      help: 'Debian: apt install g++; or name another in CXX',
    };
  return undefined;
}

/** Runs a program to its end. @throws Error with the last lines that it wrote */
export function call(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...{ cwd, encoding: 'utf8', maxBuffer: 1 << 28 },
  });
  if (status === 0) return stdout;
  const lines = `${stdout}\n${stderr}`.trim().split('\n');
  const first = lines.findIndex((line) => /error/i.test(line));
  const said =
    error?.message ??
    lines
      .slice(first < 0 ? -5 : first)
      .slice(0, 5)
      .join('\n');
  throw new Error(`${program} failed: ${said}`);
}
