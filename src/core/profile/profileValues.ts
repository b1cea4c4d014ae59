import type { FrameColumn, Vector } from '../dataset/column.ts'
import {
  CHARACTER_KINDS,
  type CharacterKind,
  MOST_VARIANTS,
  type TextCount,
  type ValuesProfile,
  type Variants,
} from './columnProfile.ts'
import { TOP_VALUES } from './profile.ts'

type Head = Pick<FrameColumn, 'name' | 'type'>

/** What a column of codes or of truths holds; each different text is looked at once. */
export function profileValues({ name, type }: Head, vector: Vector): ValuesProfile {
  const { counts, missing } = countCells(vector)
  const rows = vector.kind === 'coded' ? vector.codes.length : vector.values.length
  const present = rows - missing
  const texts = counts.size
  let [shortest, longest, characters, single, entropy] = [Number.POSITIVE_INFINITY, 0, 0, 0, 0]
  const kinds = Object.fromEntries(CHARACTER_KINDS.map((kind) => [kind, 0])) as Record<CharacterKind, number>
  for (const [value, count] of counts) {
    const { length } = value
    if (length < shortest) shortest = length
    if (length > longest) longest = length
    characters += length * count
    if (count === 1) single++
    const share = count / present
    entropy -= share * Math.log2(share)
    countKinds(value, count, kinds)
  }
  return {
    kind: 'values',
    name,
    type,
    rows,
    missing,
    distinct: texts,
    distinctShare: present === 0 ? null : texts / present,
    top: mostCommon(counts),
    lengths: texts === 0 ? null : { min: shortest, mean: characters / present, max: longest },
    characters: kinds,
    single,
    imbalance: texts < 2 ? null : Math.max(0, 1 - entropy / Math.log2(texts)),
    variants: type === 'category' || type === 'text' ? variantsOf(counts) : [],
  }
}

/** How often each text occurs. Codes that no row holds are no values; two codes of one text are one. */
function countCells(vector: Vector): { counts: Map<string, number>; missing: number } {
  const counts = new Map<string, number>()
  let missing = 0
  if (vector.kind === 'numeric') {
    let [yes, no] = [0, 0]
    for (let i = 0; i < vector.values.length; i++) {
      const value = vector.values[i]!
      if (Number.isNaN(value)) missing++
      else if (value === 0) no++
      else yes++
    }
    if (no > 0) counts.set('false', no)
    if (yes > 0) counts.set('true', yes)
    return { counts, missing }
  }
  const { codes, dictionary } = vector
  const byCode = new Uint32Array(dictionary.length)
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code < 0) missing++
    else byCode[code]!++
  }
  for (let code = 0; code < dictionary.length; code++) {
    const count = byCode[code]!
    const text = dictionary[code]!
    if (count > 0) counts.set(text, (counts.get(text) ?? 0) + count)
  }
  return { counts, missing }
}

function compareCounts(a: TextCount, b: TextCount): number {
  return b.count - a.count || (a.value < b.value ? -1 : 1)
}

function mostCommon(counts: ReadonlyMap<string, number>): TextCount[] {
  // The least count that can still be listed, so that a column of many texts is not sorted whole.
  const byCount = Uint32Array.from(counts.values()).sort()
  const least = byCount[byCount.length - TOP_VALUES] ?? 0
  const listed: TextCount[] = []
  for (const [value, count] of counts) if (count >= least) listed.push({ value, count })
  return listed.sort(compareCounts).slice(0, TOP_VALUES)
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

function countKinds(text: string, count: number, kinds: Record<CharacterKind, number>): void {
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
  for (let kind = 0; kind < CHARACTER_KINDS.length; kind++)
    if (seen & (1 << kind)) kinds[CHARACTER_KINDS[kind]!] += count
}

/** A text without what people do not mean to say: case, spaces at its ends, and how many there are within. */
function plain(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().trim().replace(/\s+/gu, ' ')
}

/** Texts of more than this share that are different once made plain are names or prose; variants are of categories. */
const MOST_TEXTS = 20_000

function variantsOf(counts: ReadonlyMap<string, number>): Variants[] {
  if (counts.size > MOST_TEXTS) return []
  const groups = new Map<string, TextCount[]>()
  for (const [value, count] of counts) {
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
