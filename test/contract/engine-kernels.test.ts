/** What the compiled kernels must be, to live in the memory of tfjs and to give the same bits everywhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshKernels } from '../unit/engine/support/build.ts';

const sectionNames = [
  'custom',
  'type',
  'import',
  'function',
  'table',
  'memory',
  'global',
  'export',
  'start',
  'element',
  'code',
  'data',
  'data count',
];

/** Reads an unsigned LEB128 number: [value, next position]. */
const readNumber = (bytes: Uint8Array, start: number): readonly [number, number] => {
  let value = 0;
  for (let position = start, factor = 1; ; position++, factor *= 128) {
    const byte = bytes[position] as number;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, position + 1];
  }
};

const sections = (bytes: Uint8Array): Map<string, Uint8Array> => {
  const found = new Map<string, Uint8Array>();
  for (let position = 8; position < bytes.length; ) {
    const [size, start] = readNumber(bytes, position + 1);
    const name = sectionNames[bytes[position] as number] ?? `unknown ${bytes[position]}`;
    found.set(name, bytes.subarray(start, start + size));
    position = start + size;
  }
  return found;
};

interface Binaryen {
  readBinary(bytes: Uint8Array): { setFeatures(features: number): void; emitText(): string };
  readonly Features: { readonly All: number };
}

/** The optimiser inside the AssemblyScript compiler also prints modules. */
const disassemble = async (bytes: Uint8Array): Promise<string> => {
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  const path = createRequire(compiler).resolve('binaryen');
  const { default: binaryen } = (await import(pathToFileURL(path).href)) as { default: Binaryen };
  const module = binaryen.readBinary(bytes);
  module.setFeatures(binaryen.Features.All);
  return module.emitText();
};

describe('the compiled kernels', () => {
  let bytes = new Uint8Array();
  beforeAll(async () => {
    bytes = new Uint8Array(readFileSync(await freshKernels()));
  });

  it('keep no state of their own', () => {
    const present = [...sections(bytes).keys()].filter((name) => name !== 'custom');
    expect(present).toEqual(['type', 'import', 'function', 'export', 'code']);
  });

  it('import nothing but the memory, without a limit', () => {
    const imports = sections(bytes).get('import') as Uint8Array;
    const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
    const memoryKind = 2;
    const noMaximum = 0;
    expect(Array.from(imports)).toEqual([1, ...text('env'), ...text('memory'), memoryKind, noMaximum, 0]);
  });

  it('never grow the memory and use no instruction whose result is left open', async () => {
    const text = await disassemble(bytes);
    expect(text).toContain('f32x4.mul');
    expect(text).not.toMatch(/relaxed|memory\.grow|call_indirect|atomic/);
  });
});
