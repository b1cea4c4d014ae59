import { formatCount, formatDate, formatNumber, formatScore, formatShare, formatUnits } from '../format/format.ts'
import type { Association } from './associate.ts'
import type { CharacterKind, ColumnProfile, Coverage, Histogram, NumbersProfile } from './columnProfile.ts'
import type { MissingPattern } from './missingPattern.ts'

/** A figure with its name, as a table shows them; an absent one is blank. */
export interface Figure {
  readonly label: string
  readonly value: string
}

const SECOND = 1_000

const roundTo = (value: number, step: number) => Math.round(value / step) * step

/** A value of a column of numbers or instants as a person reads it. */
export function sayValue(value: number | null, type: ColumnProfile['type']): string {
  if (value === null) return ''
  // A mean or quantile of instants is not told to the thousandth of a second.
  if (type === 'datetime') return formatDate(Number.isInteger(value) ? value : roundTo(value, SECOND))
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? formatCount(value).replace('-', '−')
    : formatNumber(value, 5)
}

/** What a column holds, in a sentence or two. */
export function sayColumn(profile: ColumnProfile): string {
  const { name, type, rows, missing, distinct } = profile
  if (rows === 0) return `${name} has no row.`
  if (distinct === 0) return `${name} is empty in all ${formatUnits(rows, 'row')}.`
  const gone = missing > 0 ? ` It is missing in ${formatUnits(missing, 'row')}, ${formatShare(missing / rows)}.` : ''
  if (profile.kind === 'values') {
    const [first, second] = profile.top
    if (!first) return ''
    const present = rows - missing
    const said =
      distinct === 1
        ? sayAlways(profile, first.value)
        : first.count === 1
          ? `${name} is another value in every row.`
          : `${name} is most often ${first.value}, ${formatShare(first.count / present)} of its values, then ${second?.value}, ${formatShare((second?.count ?? 0) / present)}.`
    return said + gone
  }
  if (distinct === 1) return sayAlways(profile, sayValue(profile.min, type)) + gone
  const range = `${sayValue(profile.min, type)} to ${sayValue(profile.max, type)}`
  if (profile.kind === 'times') return `${name} runs from ${range}.${gone}`
  const middle = profile.quantiles
  const half =
    middle.length === 5
      ? `, half of its values between ${sayValue(middle[1]!.value, type)} and ${sayValue(middle[3]!.value, type)}`
      : ''
  return `${name} ranges from ${range}${half}.${gone}`
}

/** Of a column of one value. */
function sayAlways({ name, rows }: ColumnProfile, value: string): string {
  return rows === 1 ? `${name} is ${value} in the only row.` : `${name} is always ${value}.`
}

/** How rows cover time, in a sentence. */
export function sayCoverage({ period, periods, withRows, rowsEach, gapCount }: Coverage): string {
  const share = formatShare(withRows / periods)
  const each =
    rowsEach.min === rowsEach.max
      ? formatUnits(rowsEach.min, 'row')
      : `${formatCount(rowsEach.min)} to ${formatUnits(rowsEach.max, 'row')}, typically ${formatCount(rowsEach.median)}`
  const gaps =
    gapCount === 0
      ? ''
      : ` ${formatUnits(gapCount, 'stretch', 'stretches')} without a row ${gapCount === 1 ? 'is' : 'are'} far longer than usual.`
  return `${formatCount(withRows)} of ${formatUnits(periods, period)} ${withRows === 1 ? 'has' : 'have'} rows (${share}): ${each} each.${gaps}`
}

const KIND_WORDS: Readonly<Record<CharacterKind, string>> = {
  upper: 'With capitals',
  lower: 'With small letters',
  otherLetter: 'With letters of other scripts',
  digit: 'With digits',
  space: 'With spaces',
  punctuation: 'With punctuation',
  symbol: 'With symbols',
}

/** The figures of a column, in groups that belong together. */
export function figuresOf(profile: ColumnProfile): readonly (readonly Figure[])[] {
  const { rows, missing, distinct, distinctShare, type } = profile
  const counts: Figure[] = [
    { label: 'Rows with a value', value: formatCount(rows - missing) },
    { label: 'Missing', value: missing === 0 ? '0' : `${formatCount(missing)} (${formatShare(missing / rows)})` },
    { label: 'Different values', value: formatCount(distinct) },
    { label: 'Different, as a share', value: distinctShare === null ? '' : formatShare(distinctShare) },
  ]
  const say = (value: number | null) => sayValue(value, type)
  if (profile.kind === 'values') {
    const { lengths, characters, single, imbalance } = profile
    const present = rows - missing
    return [
      [
        ...counts,
        { label: 'In one row only', value: formatCount(single) },
        { label: 'Imbalance, 0 to 1', value: imbalance === null ? '' : formatScore(imbalance) },
      ],
      [
        { label: 'Shortest, characters', value: lengths ? formatCount(lengths.min) : '' },
        { label: 'Mean length', value: lengths ? formatNumber(lengths.mean) : '' },
        { label: 'Longest', value: lengths ? formatCount(lengths.max) : '' },
      ],
      Object.entries(characters).map(([kind, count]) => ({
        label: KIND_WORDS[kind as CharacterKind],
        value: count === 0 ? '0' : `${formatCount(count)} (${formatShare(count / present)})`,
      })),
    ]
  }
  const quantiles = profile.quantiles.map(({ p, value }) => ({
    label: p === 0.5 ? 'Median' : `${formatNumber(p * 100)}% quantile`,
    value: say(value),
  }))
  const ends = (inner: readonly Figure[]): Figure[] => [
    { label: 'Least', value: say(profile.min) },
    ...inner,
    { label: 'Greatest', value: say(profile.max) },
  ]
  const order = { label: 'Order of rows', value: profile.order === 'none' ? 'none' : profile.order }
  return profile.kind === 'times'
    ? [[...counts, order], ends(quantiles)]
    : [[...counts, ...signs(profile), order], ends(quantiles), momentsOf(profile)]
}

function signs({ zeros, negatives, infinite, rows }: NumbersProfile): Figure[] {
  const share = (count: number) => (count === 0 ? '0' : `${formatCount(count)} (${formatShare(count / rows)})`)
  return [
    { label: 'Zero', value: share(zeros) },
    { label: 'Negative', value: share(negatives) },
    { label: 'Infinite', value: share(infinite) },
  ]
}

function momentsOf(profile: NumbersProfile): Figure[] {
  const say = (value: number | null) => (value === null ? '' : formatNumber(value, 5))
  return [
    { label: 'Mean', value: say(profile.mean) },
    { label: 'Standard deviation', value: say(profile.std) },
    { label: 'Variance', value: say(profile.variance) },
    { label: 'Coefficient of variation', value: say(profile.cv) },
    { label: 'Median distance from the median', value: say(profile.mad) },
    { label: 'Interquartile range', value: say(profile.iqr) },
    { label: 'Range', value: say(profile.range) },
    { label: 'Skewness', value: say(profile.skew) },
    { label: 'Excess kurtosis', value: say(profile.kurtosis) },
    { label: 'Sum', value: say(profile.sum) },
  ]
}

/** The bars of a histogram with what lies in each. */
export function binsOf({ min, max, counts }: Histogram, type: ColumnProfile['type']) {
  const edge = (bin: number) => min * (1 - bin / counts.length) + max * (bin / counts.length)
  const step = (max - min) / counts.length > SECOND ? SECOND : 1
  const say = (value: number) => sayValue(type === 'datetime' ? roundTo(value, step) : value, type)
  return counts.map((count, bin) => ({
    count,
    from: edge(bin),
    label: counts.length === 1 ? say(min) : `${say(edge(bin))} to ${say(edge(bin + 1))}`,
  }))
}

export const MEASURE_WORDS: Readonly<Record<Association['measure'], string>> = {
  pearson: 'Pearson',
  spearman: 'Spearman',
  cramersV: 'Cramér’s V',
  correlationRatio: 'Correlation ratio',
}

/** Which cells are missing, in a sentence or two. */
export function sayMissing({ rows, complete, columns, patterns }: MissingPattern): string {
  if (columns.length === 0) return `No cell is missing in ${formatUnits(rows, 'row')}.`
  const whole = `${complete === 0 ? 'None' : formatCount(complete)} of ${formatUnits(rows, 'row')} ${complete <= 1 ? 'is' : 'are'} complete.`
  const most = columns.reduce((a, b) => (b.missing > a.missing ? b : a))
  if (columns.length === 1)
    return `Only ${most.name} has missing cells, in ${formatUnits(most.missing, 'row')} (${formatShare(most.missing / rows)}). ${whole}`
  const shared = patterns.find(({ missing }) => missing.length > 1)
  const together = shared
    ? `${formatUnits(shared.rows, 'row')} ${shared.rows === 1 ? 'lacks' : 'lack'} ${shared.missing.length === 2 ? shared.missing.join(' and ') : `${formatCount(shared.missing.length)} columns`} together.`
    : 'No two columns are missing together among the most common patterns.'
  return `${formatUnits(columns.length, 'column')} have missing cells, most of all ${most.name} (${formatShare(most.missing / rows)}). ${whole} ${together}`
}

/** Rows below which a strength is said to rest on few. */
const FEW_ROWS = 20

/** " It rests on 2 rows only, …": after the strongest association; nothing where it rests on enough. */
export function sayFewRows({ strength: { rows } }: Association): string {
  return rows < FEW_ROWS ? ` That rests on ${formatUnits(rows, 'row')}, too few to rely on.` : ''
}
