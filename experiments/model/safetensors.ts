/**
 * The safetensors file format: the length of a JSON header (8 bytes, little-endian), the header, the raw values.
 * Equal tensors in equal order make equal bytes.
 */
import type { NamedArray } from './pytorch-layout.ts';

/**
 * @param tensors float32, each under a name of its own
 * @param metadata what the header says besides the format
 */
export function encodeSafetensors(
  tensors: readonly (NamedArray & { readonly name: string })[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
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

export interface DecodedSafetensors {
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The inverse of `encodeSafetensors`. @throws SyntaxError or RangeError for what it did not write */
export function decodeSafetensors(file: Uint8Array): DecodedSafetensors {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const begin = 8 + Number(view.getBigUint64(0, true));
  const header: Record<string, unknown> = JSON.parse(new TextDecoder().decode(file.subarray(8, begin)));
  const { __metadata__: metadata = {}, ...tensors } = header;
  const arrays = Object.entries(tensors as Record<string, Entry>).map(
    ([
      name,
      {
        shape,
        data_offsets: [start, end],
      },
    ]): [string, NamedArray] => {
      const values = new Float32Array((end - start) / 4);
      for (let i = 0; i < values.length; i += 1) values[i] = view.getFloat32(begin + start + 4 * i, true);
      return [name, { shape, values }];
    },
  );
  return { arrays: new Map(arrays), metadata: metadata as Readonly<Record<string, string>> };
}
