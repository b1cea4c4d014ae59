import { GrowingBatch } from './batch.ts'
import { type CellRules, Tokenizer } from './tokenizer.ts'

/** The first bytes of a file, by which its dialect is found. */
export interface Sample {
  readonly bytes: Uint8Array
  /** Whether this is the whole file; otherwise its last record may be cut, and is not looked at. */
  readonly isWhole: boolean
}

/** Cells of a sample that are looked at. */
const MOST_CELLS = 1 << 15

/** The records of a sample under some rules. */
export interface Records {
  readonly batch: GrowingBatch
  /** Cells of each record. */
  readonly counts: readonly number[]
}

/** Ways of splitting a sample that are remembered: the one that is taken in the end is asked for again and again. */
const REMEMBERED = 4
const splits = new WeakMap<Sample, Map<string, Records>>()

/** The records of a sample under some rules; they are shared by all who ask, so nobody changes them. */
export function splitSample(sample: Sample, rules: CellRules): Records {
  const { delimiter, quote, escape: escaping = 'doubled', comment = '', preamble = 0, trim } = rules
  const key = JSON.stringify([delimiter, quote, escaping, comment, preamble, trim])
  const known = splits.get(sample) ?? new Map<string, Records>()
  splits.set(sample, known)
  const records = known.get(key) ?? split(sample, rules)
  // Asked for last, forgotten last.
  known.delete(key)
  known.set(key, records)
  for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest)
  return records
}

function split({ bytes, isWhole }: Sample, rules: CellRules): Records {
  // One byte longer, as the tokenizer wants it.
  const padded = new Uint8Array(bytes.length + 1)
  padded.set(bytes)
  const batch = new GrowingBatch(Math.min(MOST_CELLS, bytes.length + 1))
  new Tokenizer(rules).fill(padded, 0, bytes.length, isWhole, batch)
  const counts = Array.from({ length: batch.records }, (_, r) => batch.firstCell[r + 1]! - batch.firstCell[r]!)
  return { batch, counts }
}

/** The number that occurs most often; the larger one of two. */
export function commonest(counts: readonly number[]): number {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  let best = 0
  for (const [count, often] of times) {
    const most = times.get(best) ?? 0
    if (often > most || (often === most && count > best)) best = count
  }
  return best
}
