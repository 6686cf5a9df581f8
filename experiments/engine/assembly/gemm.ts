// Matrix products in tiles of 4 rows by 8 columns: 8 sums, 2 columns vectors and 1 broadcast value stay within
// the 16 vector registers of x64. Unrolling the inner loop by hand makes V8 hoist all its loads, and then spill.

/** Bytes that `pack` fills for a k by n matrix. */
// @ts-ignore: decorator
@inline
export function packedBytes(k: i32, n: i32): i32 {
  return k * (((n + 3) >> 2) << 4);
}

/** Writes four columns of four values as four rows. */
// @ts-ignore: decorator
@inline
function transpose4(from: usize, step: usize, to: usize, toStep: usize): void {
  const v0 = v128.load(from);
  const v1 = v128.load(from + step);
  const v2 = v128.load(from + 2 * step);
  const v3 = v128.load(from + 3 * step);
  const low01 = v128.shuffle<u32>(v0, v1, 0, 4, 1, 5);
  const low23 = v128.shuffle<u32>(v2, v3, 0, 4, 1, 5);
  const high01 = v128.shuffle<u32>(v0, v1, 2, 6, 3, 7);
  const high23 = v128.shuffle<u32>(v2, v3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<u64>(low01, low23, 0, 2));
  v128.store(to + toStep, v128.shuffle<u64>(low01, low23, 1, 3));
  v128.store(to + 2 * toStep, v128.shuffle<u64>(high01, high23, 0, 2));
  v128.store(to + 3 * toStep, v128.shuffle<u64>(high01, high23, 1, 3));
}

/**
 * Copies a k by n matrix into panels of 8 columns, the last of 4 if that is enough: [panel][k][8]. Missing
 * columns become 0. `rowStep` and `columnStep` are in bytes, so that a transposed matrix packs as well.
 */
export function pack(b: usize, rowStep: usize, columnStep: usize, k: i32, n: i32, to: usize): void {
  for (let n0 = 0; n0 < n; n0 += 8) {
    const valid = min(8, n - n0);
    const width = valid > 4 ? 8 : 4;
    let column = b + <usize>n0 * columnStep;
    if (valid == width && columnStep == 4) {
      for (let i = 0; i < k; i++) {
        v128.store(to, v128.load(column));
        if (width == 8) v128.store(to, v128.load(column, 16), 16);
        to += <usize>width << 2;
        column += rowStep;
      }
      continue;
    }
    let i = 0;
    if (valid == width && rowStep == 4) {
      for (; i + 4 <= k; i += 4) {
        transpose4(column, columnStep, to, <usize>width << 2);
        if (width == 8) transpose4(column + 4 * columnStep, columnStep, to + 16, 32);
        to += <usize>width << 4;
        column += 16;
      }
    }
    for (; i < k; i++) {
      let from = column;
      for (let j = 0; j < width; j++) {
        store<f32>(to, j < valid ? load<f32>(from) : 0);
        from += columnStep;
        to += 4;
      }
      column += rowStep;
    }
  }
}

/** The last tile of 4 by 8, or one at an edge: rows of A are `aRow` apart, its columns are adjacent. Missing rows alias the first. */
function tile8(a: usize, aRow: usize, rows: i32, k: i32, b: usize, bStep: usize, c: usize, cRow: usize, add: bool): void {
  let a1 = rows > 1 ? a + aRow : a;
  let a2 = rows > 2 ? a + 2 * aRow : a;
  let a3 = rows > 3 ? a + 3 * aRow : a;
  const end = a + (<usize>k << 2);
  let s00 = f32x4.splat(0);
  let s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const v0 = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(v0, b0));
    s01 = f32x4.add(s01, f32x4.mul(v0, b1));
    const v1 = v128.load32_splat(a1);
    s10 = f32x4.add(s10, f32x4.mul(v1, b0));
    s11 = f32x4.add(s11, f32x4.mul(v1, b1));
    const v2 = v128.load32_splat(a2);
    s20 = f32x4.add(s20, f32x4.mul(v2, b0));
    s21 = f32x4.add(s21, f32x4.mul(v2, b1));
    const v3 = v128.load32_splat(a3);
    s30 = f32x4.add(s30, f32x4.mul(v3, b0));
    s31 = f32x4.add(s31, f32x4.mul(v3, b1));
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += bStep;
  }
  put8(c, s00, s01, add);
  if (rows < 2) return;
  put8(c + cRow, s10, s11, add);
  if (rows < 3) return;
  put8(c + 2 * cRow, s20, s21, add);
  if (rows < 4) return;
  put8(c + 3 * cRow, s30, s31, add);
}

/**
 * Whole tiles of 4 by 8, one below the other. Inlined on purpose: V8 unrolls a loop that is nested deeply, and keeps
 * the test between its copies, which keeps their loads apart.
 */
// @ts-ignore: decorator
@inline
function tiles8(a: usize, aRow: usize, tiles: i32, k: i32, b: usize, c: usize, cRow: usize, add: bool): void {
  const kBytes = <usize>k << 2;
  const aRest = 4 * aRow - kBytes;
  const aRow2 = 2 * aRow;
  const aRow3 = 3 * aRow;
  const cTile = 4 * cRow;
  for (; tiles > 0; tiles--) {
    let p = b;
    const end = a + kBytes;
    let s00 = f32x4.splat(0);
    let s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
    while (a < end) {
      const b0 = v128.load(p);
      const b1 = v128.load(p, 16);
      const v0 = v128.load32_splat(a);
      s00 = f32x4.add(s00, f32x4.mul(v0, b0));
      s01 = f32x4.add(s01, f32x4.mul(v0, b1));
      const v1 = v128.load32_splat(a + aRow);
      s10 = f32x4.add(s10, f32x4.mul(v1, b0));
      s11 = f32x4.add(s11, f32x4.mul(v1, b1));
      const v2 = v128.load32_splat(a + aRow2);
      s20 = f32x4.add(s20, f32x4.mul(v2, b0));
      s21 = f32x4.add(s21, f32x4.mul(v2, b1));
      const v3 = v128.load32_splat(a + aRow3);
      s30 = f32x4.add(s30, f32x4.mul(v3, b0));
      s31 = f32x4.add(s31, f32x4.mul(v3, b1));
      a += 4;
      p += 32;
    }
    let to = c;
    put8(to, s00, s01, add);
    to += cRow;
    put8(to, s10, s11, add);
    to += cRow;
    put8(to, s20, s21, add);
    to += cRow;
    put8(to, s30, s31, add);
    c += cTile;
    a += aRest;
  }
}

// @ts-ignore: decorator
@inline
function put8(c: usize, low: v128, high: v128, add: bool): void {
  if (add) {
    v128.store(c, f32x4.add(v128.load(c), low));
    v128.store(c, f32x4.add(v128.load(c, 16), high), 16);
  } else {
    v128.store(c, low);
    v128.store(c, high, 16);
  }
}

// @ts-ignore: decorator
@inline
function put4(c: usize, value: v128, add: bool): void {
  v128.store(c, add ? f32x4.add(v128.load(c), value) : value);
}

/** One tile of 4 by 4. */
function tile4(a: usize, aRow: usize, rows: i32, k: i32, b: usize, bStep: usize, c: usize, cRow: usize, add: bool): void {
  let a1 = rows > 1 ? a + aRow : a;
  let a2 = rows > 2 ? a + 2 * aRow : a;
  let a3 = rows > 3 ? a + 3 * aRow : a;
  const end = a + (<usize>k << 2);
  let s0 = f32x4.splat(0);
  let s1 = s0, s2 = s0, s3 = s0;
  while (a < end) {
    const b0 = v128.load(b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a), b0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a1), b0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a2), b0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a3), b0));
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += bStep;
  }
  put4(c, s0, add);
  if (rows < 2) return;
  put4(c + cRow, s1, add);
  if (rows < 3) return;
  put4(c + 2 * cRow, s2, add);
  if (rows < 4) return;
  put4(c + 3 * cRow, s3, add);
}

/** Adds or copies a finished tile of 8 columns, of which `columns` exist, to its place. */
function putEdge(edge: usize, c: usize, cRow: usize, rows: i32, columns: i32, add: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const to = c + (<usize>j << 2);
      const value = load<f32>(edge + (<usize>(i * 8 + j) << 2));
      store<f32>(to, add ? load<f32>(to) + value : value);
    }
    c += cRow;
  }
}

/**
 * C = A B, or C += A B. A is m by k, `aRow` bytes a row; `b` comes from `pack`; C is m by n, `cRow` bytes a row.
 * `edge` is a scratch of 128 bytes.
 */
export function gemm(a: usize, aRow: usize, m: i32, k: i32, b: usize, n: i32, c: usize, cRow: usize, add: bool, edge: usize): void {
  // For small k a block of rows stays in the first-level cache while all panels pass over it; for large k the
  // panel stays there, and must meet enough rows.
  const block = max(48, min(256, (4096 / max(k, 1)) & ~3));
  for (let m0 = 0; m0 < m; m0 += block) {
    const mEnd = min(m, m0 + block);
    for (let n0 = 0; n0 < n; n0 += 8) {
      const columns = min(8, n - n0);
      const panel = b + (<usize>(n0 * k) << 2);
      const target = c + (<usize>n0 << 2);
      let i = m0;
      if (columns == 8) {
        const tiles = (mEnd - m0) >> 2;
        tiles8(a + <usize>m0 * aRow, aRow, tiles, k, panel, target + <usize>m0 * cRow, cRow, add);
        i += tiles << 2;
      }
      for (; i < mEnd; i += 4) {
        const rows = min(4, mEnd - i);
        const from = a + <usize>i * aRow;
        const to = target + <usize>i * cRow;
        if (columns == 8) tile8(from, aRow, rows, k, panel, 32, to, cRow, add);
        else if (columns == 4) tile4(from, aRow, rows, k, panel, 16, to, cRow, add);
        else {
          if (columns > 4) tile8(from, aRow, rows, k, panel, 32, edge, 32, false);
          else tile4(from, aRow, rows, k, panel, 16, edge, 32, false);
          putEdge(edge, to, cRow, rows, columns, add);
        }
      }
    }
  }
}

/** One tile of C += A' B: both walk down their rows. */
function tallTile8(a: usize, b: usize, rowsOfA: i32, aRow: usize, bRow: usize, c: usize, cRow: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  for (let i = 0; i < rowsOfA; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const v0 = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(v0, b0));
    s01 = f32x4.add(s01, f32x4.mul(v0, b1));
    const v1 = v128.load32_splat(a, 4);
    s10 = f32x4.add(s10, f32x4.mul(v1, b0));
    s11 = f32x4.add(s11, f32x4.mul(v1, b1));
    const v2 = v128.load32_splat(a, 8);
    s20 = f32x4.add(s20, f32x4.mul(v2, b0));
    s21 = f32x4.add(s21, f32x4.mul(v2, b1));
    const v3 = v128.load32_splat(a, 12);
    s30 = f32x4.add(s30, f32x4.mul(v3, b0));
    s31 = f32x4.add(s31, f32x4.mul(v3, b1));
    a += aRow;
    b += bRow;
  }
  put8(c, s00, s01, true);
  put8(c + cRow, s10, s11, true);
  put8(c + 2 * cRow, s20, s21, true);
  put8(c + 3 * cRow, s30, s31, true);
}

function tallTile4(a: usize, b: usize, rowsOfA: i32, aRow: usize, bRow: usize, c: usize, cRow: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0, s2 = s0, s3 = s0;
  for (let i = 0; i < rowsOfA; i++) {
    const b0 = v128.load(b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a), b0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a, 4), b0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a, 8), b0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a, 12), b0));
    a += aRow;
    b += bRow;
  }
  put4(c, s0, true);
  put4(c + cRow, s1, true);
  put4(c + 2 * cRow, s2, true);
  put4(c + 3 * cRow, s3, true);
}

/** Rows that `gemmTall` sums in registers before it adds to C. */
// @ts-ignore: decorator
@inline
export const TALL_BLOCK: i32 = 128;

/** C += A' B, for A of m rows by k and B of m rows by n. k and n are multiples of 4; rows may be padded to that. */
export function gemmTall(a: usize, aRow: usize, m: i32, k: i32, b: usize, bRow: usize, n: i32, c: usize, cRow: usize): void {
  for (let m0 = 0; m0 < m; m0 += TALL_BLOCK) {
    const rows = min(TALL_BLOCK, m - m0);
    const aBlock = a + <usize>m0 * aRow;
    const bBlock = b + <usize>m0 * bRow;
    for (let i = 0; i < k; i += 4) {
      const aTile = aBlock + (<usize>i << 2);
      const cTile = c + <usize>i * cRow;
      let j = 0;
      for (; j + 8 <= n; j += 8) {
        tallTile8(aTile, bBlock + (<usize>j << 2), rows, aRow, bRow, cTile + (<usize>j << 2), cRow);
      }
      if (j < n) tallTile4(aTile, bBlock + (<usize>j << 2), rows, aRow, bRow, cTile + (<usize>j << 2), cRow);
    }
  }
}
