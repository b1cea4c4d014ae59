type Breathe = () => Promise<void>

/** Rows handled between two looks at the clock. */
const AT_ONCE = 1 << 17
const DIGITS = 16
const BUCKETS = 1 << DIGITS
const LAST = 0xffff_ffff

/** What a row is sorted by: an unsigned number of 32 bits, or of 64 as two halves. */
export interface SortBits {
  readonly low: Uint32Array
  readonly high?: Uint32Array
}

/**
 * Sorts `order` (row numbers) by keys that are given for every row, in place of a comparison a radix sort: 16 bits at a
 * time from the low end, which is stable, so that several columns are sorted one after another, the least first. Passes
 * over digits that all rows share are left out.
 */
export async function sortRows(
  order: Uint32Array<ArrayBuffer>,
  keys: SortBits,
  breathe: Breathe,
): Promise<Uint32Array<ArrayBuffer>> {
  let from = order
  let to = new Uint32Array(order.length)
  for (const half of keys.high ? [keys.low, keys.high] : [keys.low])
    for (const shift of [0, DIGITS]) {
      const starts = new Uint32Array(BUCKETS + 1)
      for (let at = 0; at < from.length; at += AT_ONCE) {
        const end = Math.min(from.length, at + AT_ONCE)
        for (let i = at; i < end; i++) starts[((half[from[i]!]! >>> shift) & (BUCKETS - 1)) + 1]!++
        await breathe()
      }
      if (starts.includes(from.length)) continue
      for (let i = 1; i <= BUCKETS; i++) starts[i]! += starts[i - 1]!
      for (let at = 0; at < from.length; at += AT_ONCE) {
        const end = Math.min(from.length, at + AT_ONCE)
        for (let i = at; i < end; i++) {
          const row = from[i]!
          to[starts[(half[row]! >>> shift) & (BUCKETS - 1)]!++] = row
        }
        await breathe()
      }
      ;[from, to] = [to, from]
    }
  return from
}

/** The keys by which numbers sort ascending, or the reverse; missing ones (NaN) last in both. */
export async function floatBits(values: Float64Array, descending: boolean, breathe: Breathe): Promise<SortBits> {
  const low = new Uint32Array(values.length)
  const high = new Uint32Array(values.length)
  const float = new Float64Array(AT_ONCE)
  const words = new Uint32Array(float.buffer)
  for (let at = 0; at < values.length; at += AT_ONCE) {
    const part = values.subarray(at, at + AT_ONCE)
    float.set(part)
    for (let i = 0; i < part.length; i++) {
      const value = part[i]!
      if (Number.isNaN(value)) {
        low[at + i] = LAST
        high[at + i] = LAST
        continue
      }
      // The bits of a float sort as the float does once a negative one's are all turned and a positive one's sign is set.
      let bottom = words[2 * i]!
      let top = words[2 * i + 1]!
      if (value === 0) {
        bottom = 0 // −0 is 0
        top = 0x8000_0000
      } else if (top >>> 31 === 1) {
        bottom = ~bottom
        top = ~top
      } else top |= 0x8000_0000
      low[at + i] = descending ? ~bottom : bottom
      high[at + i] = descending ? ~top : top
    }
    await breathe()
  }
  return { low, high }
}
