/** The addon of tfjs-node, compiled against TensorFlow's library by the C++ compiler alone. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { call, compiler } from './tools.mjs';
import { nodeApi } from './versions.mjs';

const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'];
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** @param home folder of the package, with headers and libraries in `deps` */
export function compileAddon(root, home) {
  const headers = createRequire(join(root, 'package.json'))('node-api-headers').include_dir;
  const folder = join(home, 'lib', `napi-v${nodeApi}`);
  mkdirSync(folder, { recursive: true });
  console.log('compiling the addon');
  call(
    compiler(),
    [
      ...['-std=c++17', '-O2', '-fPIC', '-shared', `-DNAPI_VERSION=${nodeApi}`],
      ...['-I', home, '-I', join(home, 'deps', 'include'), '-I', headers],
      ...sources.map((name) => join(home, 'binding', name)),
      ...['-o', join(folder, 'tfjs_binding.node')],
      ...libraries.map((name) => join(home, 'deps', 'lib', name)),
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    home,
  );
}
