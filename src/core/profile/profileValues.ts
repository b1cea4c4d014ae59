import type { NumberFormat } from '../dataset/cell.ts'
import type { FrameColumn, Vector } from '../dataset/column.ts'
import { inSlices, TEXTS_AT_ONCE, type Work } from '../work.ts'
import {
  CHARACTER_KINDS,
  type CharacterKind,
  MOST_VARIANTS,
  type TextCount,
  type ValuesProfile,
  type Variants,
} from './columnProfile.ts'
import { compareCounts, MostCommon } from './mostCommon.ts'
import { numbersAmong } from './numbersAmong.ts'

type Head = Pick<FrameColumn, 'name' | 'type'>

/** What a column of codes or of truths holds; each different text is looked at once, as a number in the format of its file too. */
export function* profileValues({ name, type }: Head, vector: Vector, format: NumberFormat): Work<ValuesProfile> {
  const { texts, counts, missing, rows } = yield* countCells(vector)
  const present = rows - missing
  let [distinct, shortest, longest, characters, single, surprise] = [0, Number.POSITIVE_INFINITY, 0, 0, 0, 0]
  const seenBy = new Float64Array(1 << CHARACTER_KINDS.length)
  const top = new MostCommon(texts, counts)
  for (let code = 0; code < texts.length; code++) {
    if (code % TEXTS_AT_ONCE === 0) yield
    const count = counts[code]!
    if (count === 0) continue
    const text = texts[code]!
    distinct++
    if (text.length < shortest) shortest = text.length
    if (text.length > longest) longest = text.length
    characters += text.length * count
    if (count === 1) single++
    else surprise += count * Math.log2(count)
    seenBy[kindsIn(text)]! += count
    top.add(code)
  }
  // H = log₂ n − Σ count · log₂ count / n.
  const entropy = Math.log2(present) - surprise / present
  const isText = type === 'category' || type === 'text'
  return {
    kind: 'values',
    name,
    type,
    rows,
    missing,
    distinct,
    distinctShare: present === 0 ? null : distinct / present,
    top: top.list(),
    lengths: distinct === 0 ? null : { min: shortest, mean: characters / present, max: longest },
    characters: sumKinds(seenBy),
    single,
    imbalance: distinct < 2 ? null : Math.max(0, 1 - entropy / Math.log2(distinct)),
    variants: isText ? yield* variantsOf(texts, counts) : [],
    numbers: isText ? yield* numbersAmong(texts, counts, format) : null,
  }
}

interface Counted {
  readonly texts: readonly string[]
  readonly counts: Uint32Array
  readonly missing: number
  readonly rows: number
}

/** How often each text occurs; what only a dictionary holds does not. */
function* countCells(vector: Vector): Work<Counted> {
  let missing = 0
  if (vector.kind === 'numeric') {
    const { values } = vector
    const counts = new Uint32Array(2)
    yield* inSlices(values.length, (start, end) => {
      for (let i = start; i < end; i++) {
        const value = values[i]!
        if (Number.isNaN(value)) missing++
        else counts[value === 0 ? 0 : 1]!++
      }
    })
    return { texts: ['false', 'true'], counts, missing, rows: values.length }
  }
  const { codes, dictionary } = vector
  const counts = new Uint32Array(dictionary.length)
  yield* inSlices(codes.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const code = codes[i]!
      if (code < 0) missing++
      else counts[code]!++
    }
  })
  return { texts: dictionary, counts, missing, rows: codes.length }
}

const SHORTCUT = 128
/** Kind of each ASCII character, as an index into `CHARACTER_KINDS`; most texts hold no others. */
const ASCII_KINDS = Uint8Array.from({ length: SHORTCUT }, (_, code) =>
  CHARACTER_KINDS.indexOf(kindOf(String.fromCharCode(code))),
)

/** By Unicode's general category. */
function kindOf(character: string): CharacterKind {
  if (/\p{Lu}|\p{Lt}/u.test(character)) return 'upper'
  if (/\p{Ll}/u.test(character)) return 'lower'
  if (/\p{L}|\p{M}/u.test(character)) return 'otherLetter'
  if (/\p{N}/u.test(character)) return 'digit'
  if (/\p{Z}|\p{Cc}/u.test(character)) return 'space'
  return /\p{P}/u.test(character) ? 'punctuation' : 'symbol'
}

/** The kinds of characters in a text, a bit each. */
function kindsIn(text: string): number {
  let seen = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < SHORTCUT) {
      seen |= 1 << ASCII_KINDS[code]!
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(i)!)
    if (character.length > 1) i++
    seen |= 1 << CHARACTER_KINDS.indexOf(kindOf(character))
  }
  return seen
}

/** Cells that hold a kind of character, from the cells of every set of kinds. */
function sumKinds(seenBy: Float64Array): Record<CharacterKind, number> {
  const sums = CHARACTER_KINDS.map((_, kind) =>
    seenBy.reduce((sum, cells, set) => sum + (set & (1 << kind) ? cells : 0), 0),
  )
  return Object.fromEntries(CHARACTER_KINDS.map((kind, i) => [kind, sums[i]!])) as Record<CharacterKind, number>
}

/** A text without what people do not mean to say: case, spaces at its ends, and how many there are within. */
function plain(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().trim().replace(/\s+/gu, ' ')
}

/** Texts of more than this share that are different once made plain are names or prose; variants are of categories. */
const MOST_TEXTS = 20_000

function* variantsOf(texts: readonly string[], counts: Uint32Array): Work<Variants[]> {
  if (texts.length > MOST_TEXTS) return []
  const groups = new Map<string, TextCount[]>()
  for (const [code, value] of texts.entries()) {
    if (code % TEXTS_AT_ONCE === 0) yield
    const count = counts[code]!
    if (count === 0) continue
    const key = plain(value)
    const group = groups.get(key)
    if (group) group.push({ value, count })
    else groups.set(key, [{ value, count }])
  }
  const cells = ({ values }: Variants) => values.reduce((sum, { count }) => sum + count, 0)
  return Array.from(groups.values())
    .filter(({ length }) => length > 1)
    .map((values) => ({ values: values.sort(compareCounts) }))
    .sort((a, b) => cells(b) - cells(a) || (a.values[0]!.value < b.values[0]!.value ? -1 : 1))
    .slice(0, MOST_VARIANTS)
}
