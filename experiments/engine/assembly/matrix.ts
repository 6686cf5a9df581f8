import { gemm, gemmTall, pack, packedBytes } from './gemm';
import { loadLanes, storeLanes } from './lanes';

// A panel of this many rows of B stays in the first-level cache.
// @ts-ignore: decorator
@inline
const K_BLOCK: i32 = 512;

/** Bytes of scratch that `matMul` needs. */
export function matMulSpace(m: i32, k: i32, n: i32, transposeA: bool): i32 {
  return 128 + packedBytes(min(k, K_BLOCK), n) + (transposeA ? m * k * 4 : 0);
}

function transpose(from: usize, rows: i32, columns: i32, to: usize): void {
  for (let i = 0; i < rows; i++) {
    let target = to + (<usize>i << 2);
    for (let j = 0; j < columns; j++) {
      store<f32>(target, load<f32>(from));
      from += 4;
      target += <usize>rows << 2;
    }
  }
}

/** C = op(A) op(B), m by k and k by n; with `bias`, each row of C starts as the bias. */
export function matMul(a: usize, b: usize, bias: usize, c: usize, m: i32, k: i32, n: i32, transposeA: bool, transposeB: bool, space: usize): void {
  if (transposeA && !transposeB && bias == 0 && ((m | n) & 3) == 0) {
    memory.fill(c, 0, <usize>(m * n) << 2);
    gemmTall(a, <usize>m << 2, k, m, b, <usize>n << 2, n, c, <usize>n << 2);
    return;
  }
  const packed = space + 128;
  let rows = a;
  if (transposeA) {
    rows = packed + packedBytes(min(k, K_BLOCK), n);
    transpose(a, k, m, rows);
  }
  if (bias != 0) for (let i = 0; i < m; i++) memory.copy(c + (<usize>(i * n) << 2), bias, <usize>n << 2);
  const rowStep: usize = transposeB ? 4 : <usize>n << 2;
  const columnStep: usize = transposeB ? <usize>k << 2 : 4;
  for (let k0 = 0; k0 < k; k0 += K_BLOCK) {
    const depth = min(K_BLOCK, k - k0);
    pack(b + <usize>k0 * rowStep, rowStep, columnStep, depth, n, packed);
    gemm(rows + (<usize>k0 << 2), <usize>k << 2, m, depth, packed, n, c, <usize>n << 2, bias != 0 || k0 > 0, space);
  }
}

/** The sum over rows of a matrix: f32 in blocks of 64 rows, f64 over the blocks. */
export function columnSum(x: usize, rows: i32, columns: i32, y: usize): void {
  const rowBytes = <usize>columns << 2;
  for (let c = 0; c < columns; c += 4) {
    const lanes = min(4, columns - c);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    let from = x + (<usize>c << 2);
    for (let r0 = 0; r0 < rows; r0 += 64) {
      let sum = f32x4.splat(0);
      for (let i = min(64, rows - r0); i > 0; i--) {
        sum = f32x4.add(sum, loadLanes(from, lanes));
        from += rowBytes;
      }
      low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<u64>(sum, sum, 1, 1)));
    }
    const total = v128.shuffle<u64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
    storeLanes(y + (<usize>c << 2), total, lanes);
  }
}
