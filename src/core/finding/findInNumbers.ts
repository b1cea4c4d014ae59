import { formatNumber, formatShare, formatUnits } from '../format/format.ts'
import type { NumbersProfile } from '../profile/columnProfile.ts'
import type { Finding, FindingRows, Fix } from './finding.ts'
import { FEW, MOSTLY, make, SOME, sayNumber, view } from './make.ts'

/** Skewness as ydata-profiling warns of it, and one worth a note. */
const SKEWED = 20
const SOMEWHAT_SKEWED = 5

/** What is suspicious about numbers that vary. */
export function findInNumbers(profile: NumbersProfile, drop: Fix): (Finding | undefined)[] {
  const { name, type, rows, missing, infinite, zeros, distinct, distinctShare, skew, min, max, quantiles } = profile
  const present = rows - missing
  const head = [{ name, type }]
  const found: (Finding | undefined)[] = []
  if (infinite > 0) {
    const sentence = `${name} is infinite in ${formatUnits(infinite, 'row')}, which no mean and no scale can hold.`
    const fix: Fix = {
      kind: 'step',
      label: `Fill infinite ${name} with the median`,
      step: 'impute',
      columns: head,
      settings: { method: 'median' },
    }
    found.push(make('infinite', 'serious', name, sentence, infiniteRows(profile), fix))
  }
  const mark = sayMark(profile)
  found.push(mark)
  const top = profile.top[0]
  if (top && top.count / present >= MOSTLY && distinct > 2)
    found.push(
      make(
        'dominated',
        'note',
        name,
        `${name} is ${sayNumber(top.value)} in ${formatShare(top.count / present)} of the rows that have a value.`,
        view(present - top.count, { column: name, word: 'unequal', value: top.value }),
      ),
    )
  else if (zeros / rows > SOME && distinct > FEW)
    found.push(
      make(
        'zeros',
        'note',
        name,
        `${name} is zero in ${formatUnits(zeros, 'row')}, ${formatShare(zeros / rows)} of all.`,
        view(zeros, { column: name, word: 'equal', value: 0 }),
      ),
    )
  // A mark for missing makes a tail that is none.
  if (!mark && skew !== null && Math.abs(skew) > SOMEWHAT_SKEWED) {
    const isHigh = skew > 0
    const end = quantiles[isHigh ? 4 : 0]?.value ?? 0
    const length = isHigh ? (max ?? 0) : (min ?? 0)
    found.push(
      make(
        'skewed',
        Math.abs(skew) > SKEWED ? 'warning' : 'note',
        name,
        `${name} has a long tail ${isHigh ? 'above' : 'below'} (skewness ${formatNumber(skew)}): 95% of its values are ${isHigh ? 'up to' : 'from'} ${sayNumber(end)}${isHigh ? '' : ' on'}, the ${isHigh ? 'greatest' : 'least'} is ${sayNumber(length)}.`,
        undefined,
        { kind: 'step', label: `Take the logarithm of ${name}`, step: 'log', columns: head },
      ),
    )
  }
  if (type === 'integer' && distinctShare === 1 && present > 20)
    found.push(
      make(
        'unique',
        'note',
        name,
        `${name} is another number in every row, as a number of rows or an identifier is.`,
        undefined,
        drop,
      ),
    )
  if (type === 'integer' && distinct > 2 && distinct <= FEW && present >= 10 * distinct)
    found.push(
      make(
        'codes',
        'note',
        name,
        `${name} holds ${distinct} different whole numbers. If they name kinds rather than amounts, it is a category.`,
        undefined,
        { kind: 'retype', label: `Read ${name} as a category`, column: name, type: 'category' },
      ),
    )
  return found
}

/** Infinities above all numbers, or below; a view can ask for one kind, not for either. */
function infiniteRows({ name, min, max, infinite, infinities }: NumbersProfile): FindingRows {
  const { above, rows } = infinities
  if (above === infinite && max !== null) return view(infinite, { column: name, word: 'more', value: max })
  if (above === 0 && min !== null) return view(infinite, { column: name, word: 'less', value: min })
  return { kind: 'list', rows, count: infinite }
}

/** Least cells, as a share of the present ones, that a mark has. */
const MARK_SHARE = 0.01
/** Numbers that people write where there is none; of these a single one will do. */
const MARKS = new Set([9, 99, 999, 9999, 99999, 999999, 9999999, 32767].flatMap((mark) => [mark, -mark]))
const OTHER_VALUES = 10

/** A number at one end that is further from the next than all others are from each other. Zero is never one. */
function sayMark({ name, rows, missing, distinct, lowest, highest }: NumbersProfile): Finding | undefined {
  if (distinct <= OTHER_VALUES) return undefined
  const isFar = (end: number, second: number, other: number) => Math.abs(second - end) > Math.abs(other - second)
  const ends = [
    { mark: lowest[0], second: lowest[1], other: highest[0] },
    { mark: highest[0], second: highest[1], other: lowest[0] },
  ]
  for (const { mark, second, other } of ends) {
    if (!mark || !second || !other || mark.value === 0) continue
    const isOften = mark.count > 1 && mark.count / (rows - missing) >= MARK_SHARE
    if (!isOften && !MARKS.has(mark.value)) continue
    if (!isFar(mark.value, second.value, other.value)) continue
    const sentence = `${name} is ${sayNumber(mark.value)} in ${formatUnits(mark.count, 'row')}, far from its other values (${sayNumber(second.value)} to ${sayNumber(other.value)}): it may stand for missing.`
    const shown = view(mark.count, { column: name, word: 'equal', value: mark.value })
    return make('sentinel', 'serious', name, sentence, shown, {
      kind: 'setMissing',
      label: `Make ${sayNumber(mark.value)} missing`,
      column: name,
      value: mark.value,
    })
  }
  return undefined
}
