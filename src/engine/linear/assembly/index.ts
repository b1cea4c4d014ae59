// Products of small matrices: see ../products.ts, which lays out the memory and is the only one to call this. Each sum is added
// up in the same order as there, so that both give the same bits.

export function base(): usize {
  return (__heap_base + 63) & ~63
}

// @ts-ignore: decorator
@inline
function scaled(factor: usize, what: v128): v128 {
  return f64x2.mul(v128.load64_splat(factor), what)
}

/** Strides are in bytes; four rows by four columns are added up at once. */
export function add(
  to: usize,
  toRow: usize,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  isLower: i32,
): void {
  for (let i = 0; i < rows; i += 4) {
    const last = isLower ? min(columns, i + 4) : columns
    for (let k = 0; k < last; k += 4) {
      const t0 = to + <usize>i * toRow + (<usize>k << 3)
      const t1 = t0 + toRow
      const t2 = t1 + toRow
      const t3 = t2 + toRow
      let s00 = v128.load(t0)
      let s01 = v128.load(t0, 16)
      let s10 = v128.load(t1)
      let s11 = v128.load(t1, 16)
      let s20 = v128.load(t2)
      let s21 = v128.load(t2, 16)
      let s30 = v128.load(t3)
      let s31 = v128.load(t3, 16)
      let a0 = a + <usize>i * aRow
      let from = b + (<usize>k << 3)
      for (let j = 0; j < inner; j++) {
        const left = v128.load(from)
        const right = v128.load(from, 16)
        s00 = f64x2.add(s00, scaled(a0, left))
        s01 = f64x2.add(s01, scaled(a0, right))
        const a1 = a0 + aRow
        s10 = f64x2.add(s10, scaled(a1, left))
        s11 = f64x2.add(s11, scaled(a1, right))
        const a2 = a1 + aRow
        s20 = f64x2.add(s20, scaled(a2, left))
        s21 = f64x2.add(s21, scaled(a2, right))
        const a3 = a2 + aRow
        s30 = f64x2.add(s30, scaled(a3, left))
        s31 = f64x2.add(s31, scaled(a3, right))
        a0 += aColumn
        from += bRow
      }
      v128.store(t0, s00)
      v128.store(t0, s01, 16)
      v128.store(t1, s10)
      v128.store(t1, s11, 16)
      v128.store(t2, s20)
      v128.store(t2, s21, 16)
      v128.store(t3, s30)
      v128.store(t3, s31, 16)
    }
  }
}

/** Rows of `columns` doubles, an even number, each times a factor of its own. */
export function scale(to: usize, from: usize, factors: usize, rows: i32, columns: i32): void {
  const bytes = <usize>columns << 3
  for (const last = factors + (<usize>rows << 3); factors < last; factors += 8) {
    const factor = v128.load64_splat(factors)
    for (const end = from + bytes; from < end; from += 16) {
      v128.store(to, f64x2.mul(factor, v128.load(from)))
      to += 16
    }
  }
}
