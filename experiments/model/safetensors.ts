/**
 * The safetensors file format: the length of a JSON header (8 bytes, little-endian), the header, the raw values.
 * Equal tensors in equal order make equal bytes.
 */
import type { NamedArray } from './pytorch-layout.ts';

/** @param tensors float32, each under a name of its own */
export function encodeSafetensors(tensors: readonly (NamedArray & { readonly name: string })[]): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const { name, shape, values } of tensors) {
    if (Object.hasOwn(header, name))
      throw new TypeError(`Expected different tensor names, got \`${name}\` twice`);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + 4 * values.length] };
    end += 4 * values.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces after the header align the values.
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + end).fill(0x20, 8, 8 + headerBytes);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, 8);
  let at = 8 + headerBytes;
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return file;
}
