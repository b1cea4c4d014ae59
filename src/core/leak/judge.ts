import { formatNumber, formatScore, formatShare } from '../format/format.ts'
import { listNames } from '../recipe/steps/info.ts'
import { afterwardsWord } from './hints.ts'
import { type ColumnPower, HIGH_POWER, type Leak, type LeakCheck, type LeakFix, type LeakKind } from './leak.ts'

/** What a kind of check found, and its line in the list. */
export interface Judged {
  readonly leaks: readonly Leak[]
  readonly check: LeakCheck
}

/** The check of a kind from its leaks, or from what is said where there are none. */
export function judged(kind: LeakKind, leaks: readonly Leak[], fine: string): Judged {
  const worst = leaks.find(({ level }) => level === 'suspect') ?? leaks[0]
  return { leaks, check: { kind, state: worst?.level ?? 'fine', sentence: worst?.sentence ?? fine } }
}

export function cannotTell(kind: LeakKind, sentence: string): Judged {
  return { leaks: [], check: { kind, state: 'cannot tell', sentence } }
}

function columnFixes(columns: readonly string[]): readonly LeakFix[] {
  return [
    { kind: 'later', columns },
    { kind: 'aside', columns },
  ]
}

/** A power that no honest column has. */
const PERFECT = 0.99
/** A share of columns so telling that the question is an easy one rather than leaking. */
const EASY = 0.25
/** The most of what the best ordinary column leaves untold that a suspicious one may leave. */
const STANDS_OUT = 0.5
/** With a name that sounds like afterwards, less will do. */
const NAMED_POWER = 0.3
const NAMED_STANDS_OUT = 0.75

/**
 * Single columns that tell the target too well: above {@link HIGH_POWER} and leaving at most half of what the best ordinary
 * column leaves untold. Where more than a quarter of all columns are that good, the question is easy (iris) and none
 * stands out, short of a perfect one.
 * @param powers Of every column but those that are the target in disguise; the most telling first.
 */
export function judgePower(powers: readonly ColumnPower[], target: string): Judged {
  const [best] = powers
  if (!best) return cannotTell('power', 'There is no other column to look at.')
  const high = powers.filter(({ power }) => power > HIGH_POWER)
  const next = powers.find(({ power }) => power <= HIGH_POWER)
  const isEasy = high.length > Math.max(1, powers.length * EASY)
  const found = high.filter(
    ({ power }) => power >= PERFECT || (!isEasy && 1 - power <= STANDS_OUT * (1 - (next?.power ?? 0))),
  )
  const leaks = found.map(
    ({ column, power }): Leak => ({
      kind: 'power',
      level: 'suspect',
      columns: [column],
      figure: power,
      threshold: HIGH_POWER,
      sentence: `${column} alone tells ${target} with a power of ${formatScore(power)} of 1${next ? `; the best ordinary column, ${next.column}, has ${formatScore(next.power)}` : ''}. Make sure that it is known when you predict.`,
      fixes: columnFixes([column]),
    }),
  )
  const easy = isEasy
    ? ` ${high.length} of ${powers.length} columns are above ${formatScore(HIGH_POWER, 1)}, so the question is an easy one rather than leaking.`
    : ''
  return judged(
    'power',
    leaks,
    `No column alone tells ${target} suspiciously well: ${best.column} is the best with a power of ${formatScore(best.power)}.${easy}`,
  )
}

/**
 * Columns whose name sounds as if they were only known afterwards, and that are more telling than those whose name does
 * not. A name alone is no suspicion: `marital-status` is known beforehand.
 */
export function judgeTiming(powers: readonly ColumnPower[], target: string): Judged {
  const ordinary = powers.find(({ column }) => afterwardsWord(column) === undefined)
  const leaks = powers.flatMap(({ column, power }): Leak[] => {
    const word = afterwardsWord(column)
    if (word === undefined || power < NAMED_POWER) return []
    if (1 - power > NAMED_STANDS_OUT * (1 - (ordinary?.power ?? 0))) return []
    return [
      {
        kind: 'timing',
        level: 'suspect',
        columns: [column],
        figure: power,
        threshold: NAMED_POWER,
        sentence: `${column} tells ${target} better than any other column (power ${formatScore(power)}${ordinary ? `, then ${ordinary.column} with ${formatScore(ordinary.power)}` : ''}), and by the word “${word}” may only be known afterwards.`,
        fixes: columnFixes([column]),
      },
    ]
  })
  return judged('timing', leaks, `No column that tells ${target} well sounds as if it were only known afterwards.`)
}

/** How a column is the target in another guise. */
export type Guise =
  | { readonly kind: 'copy'; readonly column: string; readonly share: number }
  | { readonly kind: 'recoded'; readonly column: string; readonly share: number }
  | {
      readonly kind: 'affine'
      readonly column: string
      readonly r2: number
      readonly slope: number
      readonly offset: number
    }
  /** Rank correlation (Spearman), below 0 where the order is the opposite. */
  | { readonly kind: 'sameOrder'; readonly column: string; readonly rho: number }
  | {
      readonly kind: 'sum'
      readonly columns: readonly string[]
      readonly weights: readonly number[]
      readonly offset: number
      readonly r2: number
    }

export function judgeGuises(guises: readonly Guise[], target: string, threshold: number): Judged {
  const leaks = guises.map((guise): Leak => {
    const columns = guise.kind === 'sum' ? guise.columns : [guise.column]
    return {
      kind: 'disguise',
      level: 'suspect',
      columns,
      figure:
        guise.kind === 'affine' || guise.kind === 'sum'
          ? guise.r2
          : guise.kind === 'sameOrder'
            ? Math.abs(guise.rho)
            : guise.share,
      threshold,
      sentence: sayGuise(guise, target),
      fixes: columnFixes(columns),
    }
  })
  return judged('disguise', leaks, `No column, and no sum of up to three, is ${target} in another guise.`)
}

function sayGuise(guise: Guise, target: string): string {
  switch (guise.kind) {
    case 'copy':
      return `${guise.column} is a copy of ${target}: the same in ${formatShare(guise.share)} of the rows.`
    case 'recoded':
      return `${guise.column} is ${target} by other names: each of its values goes with one of ${target} in ${formatShare(guise.share)} of the rows.`
    case 'affine':
      return `${guise.column} is ${target} in other units: ${target} = ${sayLine([guise.slope], [guise.column], guise.offset)} (R² ${formatScore(guise.r2, 4)}).`
    case 'sameOrder':
      return `${guise.column} puts the rows in the ${guise.rho < 0 ? 'opposite' : 'same'} order ${guise.rho < 0 ? 'to' : 'as'} ${target} (rank correlation ${formatScore(guise.rho, 4)}), so it is a transformed copy.`
    case 'sum':
      return `${target} is made of ${listNames(guise.columns)}: ${target} = ${sayLine(guise.weights, guise.columns, guise.offset)} (R² ${formatScore(guise.r2, 4)}). They are known when ${target} is, not before.`
  }
}

/** "casual + registered", "1.8 × celsius + 32". */
function sayLine(weights: readonly number[], columns: readonly string[], offset: number): string {
  const largest = Math.max(...weights.map(Math.abs))
  const terms = columns.map((column, i) => {
    const weight = weights[i]!
    const size = formatNumber(Math.abs(weight))
    return { sign: weight < 0 ? '−' : '+', text: size === '1' ? column : `${size} × ${column}` }
  })
  if (Math.abs(offset) > 1e-6 * Math.max(1, largest))
    terms.push({ sign: offset < 0 ? '−' : '+', text: formatNumber(Math.abs(offset)) })
  return terms.map(({ sign, text }, i) => (i === 0 ? `${sign === '−' ? '−' : ''}${text}` : ` ${sign} ${text}`)).join('')
}
