import { formatCount, formatNumber, formatShare, formatUnits } from '../format/format.ts'
import type { TextCount, ValuesProfile } from '../profile/columnProfile.ts'
import type { Finding, Fix } from './finding.ts'
import { MOSTLY, make, view } from './make.ts'

/** As ydata-profiling's: different values, and 1 − H / log₂ K of their shares. */
const MANY_VALUES = 50
const IMBALANCED = 0.5
/** Texts of which so many are numbers hold numbers and words beside them. */
const ALMOST = 0.8
/** Of fewer different numbers it may be by chance that they are some. */
const FEW_NUMBERS = 3
/** Texts beside the numbers that are named. */
const WORDS_NAMED = 3

/** What is suspicious about texts and truths that vary. */
export function findInValues(profile: ValuesProfile, drop: Fix): (Finding | undefined)[] {
  const { name, type, rows, missing, distinct, distinctShare, imbalance, top } = profile
  const present = rows - missing
  const head = [{ name, type }]
  const found: (Finding | undefined)[] = [sayVariants(profile), sayAlmostNumbers(profile)]
  if (distinctShare === 1 && present > 20)
    found.push(
      make(
        'unique',
        'note',
        name,
        `${name} is another text in every row, so it only tells rows apart.`,
        undefined,
        drop,
      ),
    )
  else if (type === 'category' && distinct > MANY_VALUES)
    found.push(
      make(
        'manyValues',
        'note',
        name,
        `${name} has ${formatCount(distinct)} different values, ${formatUnits(profile.single, 'of them', 'of them')} in one row only.`,
        undefined,
        {
          kind: 'step',
          label: `Group rare values of ${name}`,
          step: 'groupRare',
          columns: head,
        },
      ),
    )
  const [first] = top
  if (!first || (type !== 'category' && type !== 'boolean')) return found
  const share = first.count / present
  const others = view(
    present - first.count,
    type === 'boolean'
      ? { column: name, word: first.value === 'true' ? 'false' : 'true' }
      : { column: name, word: 'isNot', text: first.value },
  )
  if (share >= MOSTLY)
    found.push(
      make(
        'dominated',
        'note',
        name,
        `${name} is ${first.value} in ${formatShare(share)} of the rows that have a value.`,
        others,
      ),
    )
  else if (imbalance !== null && imbalance > IMBALANCED)
    found.push(
      make(
        'imbalance',
        'note',
        name,
        `${name} is uneven: of ${formatUnits(distinct, 'value')}, ${first.value} alone has ${formatShare(share)} (imbalance ${formatNumber(imbalance, 3)}).`,
        others,
      ),
    )
  return found
}

/** Groups named in a sentence. */
const NAMED = 2

function sayVariants({ name, variants }: ValuesProfile): Finding | undefined {
  if (variants.length === 0) return undefined
  const quote = ({ value, count }: TextCount) => `“${value}” (${formatCount(count)})`
  const named = variants.slice(0, NAMED).map(({ values }) => values.map(quote).join(', '))
  const more = variants.length > NAMED ? `, and ${formatUnits(variants.length - NAMED, 'more group')}` : ''
  const labels: Record<string, string> = {}
  let cells = 0
  for (const { values } of variants)
    for (const { value, count } of values.slice(1)) {
      labels[value] = values[0]!.value
      cells += count
    }
  const sentence = `${name} writes one value in several ways: ${named.join('; ')}${more}.`
  const texts = variants.flatMap(({ values }) => values.slice(1).map(({ value }) => value))
  return make('variants', 'warning', name, sentence, view(cells, { column: name, word: 'oneOf', texts }), {
    kind: 'relabel',
    label: `Write each in its most common way`,
    column: name,
    labels,
  })
}

/** Texts most of which are numbers. */
function sayAlmostNumbers({ name, rows, missing, numbers }: ValuesProfile): Finding | undefined {
  if (!numbers || numbers.distinct < FEW_NUMBERS) return undefined
  const { cells, distinct, top } = numbers.others
  const share = numbers.cells / (rows - missing)
  if (share < ALMOST) return undefined
  const quoted = top.slice(0, WORDS_NAMED).map(({ value }) => `“${value}”`)
  const sentence = `${name} holds numbers in ${formatShare(share)} of its cells, and beside them ${quoted.join(', ')}${distinct > WORDS_NAMED ? ' and others' : ''}.`
  const shown =
    distinct === top.length
      ? view(cells, { column: name, word: 'oneOf', texts: top.map(({ value }) => value) })
      : undefined
  return make('almostNumbers', 'warning', name, sentence, shown, {
    kind: 'retype',
    label: `Read ${name} as numbers, ${formatUnits(cells, 'cell')} as missing`,
    column: name,
    type: 'number',
  })
}
