import type { ColumnMeta, Dataset } from '../dataset/dataset.ts'
import { isBirth, isRepeatedEntity, isRowLabel } from '../dataset/entity.ts'
import type { Finding } from '../finding/finding.ts'
import { formatShare } from '../format/format.ts'
import type { DatePart } from './kinds/time.ts'
import type { Recipe, Step } from './recipe.ts'
import { listNames } from './steps/info.ts'

/** Above this share of missing cells a column says too little to be filled. */
const MOST_MISSING = 0.6
/** A category with more different values has its rare ones put together. */
const MOST_VALUES = 30
/** Share of rows below which a value is rare. */
const RARE = 0.01
/** Findings told in a reason one by one. */
const TOLD = 2
const DAY_MS = 86_400_000

/** Why a column is not worth learning from, in the order in which they are said. */
const DROPS = ['label', 'text', 'constant', 'empty', 'scattered'] as const
type Drop = (typeof DROPS)[number]

/**
 * Preparation that a careful person would begin with, each step with its reason. Categories that are missing need none:
 * to be missing is a value of their own when they are encoded.
 * @param findings What a profile found, where there is one: of what only it knows, infinite numbers are filled and long
 * tails are taken the logarithm of. Columns that say nearly the same stay, since one may tell what the other does not.
 */
export function proposeRecipe(dataset: Dataset, target: string, findings: readonly Finding[] = []): Recipe {
  const { rows } = dataset
  const features = dataset.columns.filter(({ name }) => name !== target)
  const dropped = new Map(features.map((column) => [column.name, dropReason(column, rows)]))
  const kept = features.filter(({ name }) => dropped.get(name) === undefined)

  const steps: Step[] = []
  for (const drop of DROPS) {
    const columns = features.filter(({ name }) => dropped.get(name) === drop)
    if (columns.length > 0)
      steps.push({
        id: `drop-${drop}`,
        on: true,
        kind: 'drop',
        columns: names(columns),
        reason: sayDrop(drop, columns),
      })
  }
  steps.push(...dateSteps(kept), ...imputeSteps(kept, rows, findings), ...tailSteps(kept, findings), ...rareSteps(kept))
  return { schema: 1, steps }
}

function dropReason(column: ColumnMeta, rows: number): Drop | undefined {
  const { type, summary } = column
  const present = rows - summary.missing
  if (summary.distinct <= 1) return 'constant'
  if (isRowLabel(column, rows) || isRepeatedEntity(column, rows)) return 'label'
  if (type === 'text') return 'text'
  if (summary.missing > rows * MOST_MISSING) return 'empty'
  if (type === 'category' && summary.distinct > MOST_VALUES && summary.distinct > present / 2) return 'scattered'
  return undefined
}

function sayDrop(drop: Drop, columns: readonly ColumnMeta[]): string {
  const list = listNames(names(columns))
  const one = columns.length === 1
  switch (drop) {
    case 'label':
      return `${list} ${one ? 'tells' : 'tell'} rows or things apart. A model could learn them by heart, which is no help with new ones.`
    case 'text':
      return `${list} ${one ? 'is' : 'are'} free text, which these models can't read.`
    case 'constant':
      return `${list} ${one ? 'holds' : 'hold'} the same in every row, so there is nothing to learn from ${one ? 'it' : 'them'}.`
    case 'empty':
      return `${list} ${one ? 'is' : 'are'} empty in more than ${formatShare(MOST_MISSING)} of the rows.`
    case 'scattered':
      return `${list} ${one ? 'has' : 'have'} nearly as many different values as rows, too many to learn from any.`
  }
}

/** One step for all dates that have the same sensible parts. */
function dateSteps(kept: readonly ColumnMeta[]): Step[] {
  const byParts = new Map<string, { parts: DatePart[]; columns: ColumnMeta[] }>()
  for (const column of kept) {
    if (column.type !== 'datetime') continue
    const parts = sensibleParts(column)
    const alike = byParts.get(parts.join())
    if (alike) alike.columns.push(column)
    else byParts.set(parts.join(), { parts, columns: [column] })
  }
  return [...byParts.values()].map(({ parts, columns }, i) => ({
    id: i === 0 ? 'dates' : `dates-${i + 1}`,
    on: true,
    kind: 'dateParts',
    columns: names(columns),
    parts,
    reason: `A model reads a date by its parts. ${sayParts(parts)} of ${listNames(names(columns))} can matter over the time that the file spans.`,
  }))
}

/**
 * The trend always; a cycle where the file spans enough of it to be learned: half a year for the season, two weeks for
 * the weekday, and the time of day where some instant is not at midnight.
 */
function sensibleParts({ name, summary }: ColumnMeta): DatePart[] {
  if (summary.kind !== 'numeric' || summary.min === null || summary.max === null || isBirth(name))
    return ['elapsedDays']
  const days = (summary.max - summary.min) / DAY_MS
  const hasTimes = summary.min % DAY_MS !== 0 || summary.max % DAY_MS !== 0 || summary.distinct > Math.floor(days) + 1
  return [
    'elapsedDays',
    ...(days >= 183 ? (['dayOfYear'] as const) : []),
    ...(days >= 14 ? (['weekday'] as const) : []),
    ...(hasTimes ? (['hour'] as const) : []),
  ]
}

const PART_WORDS: Readonly<Record<DatePart, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  monthCycle: 'time of year by month',
  weekOfYear: 'week of the year',
  dayOfMonth: 'day of the month',
  weekday: 'weekday',
  weekdayCycle: 'time of the week',
  weekend: 'weekend',
  dayOfYear: 'season',
  hour: 'time of day',
  minute: 'minute',
  elapsedDays: 'trend',
}

function sayParts(parts: readonly DatePart[]): string {
  const words = listNames(
    parts.map((part) => PART_WORDS[part]),
    parts.length,
  )
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What was found of a kind about one of the columns, each once. */
function findingsOf(kind: Finding['kind'], columns: readonly ColumnMeta[], findings: readonly Finding[]) {
  return columns.flatMap((column) => {
    const finding = findings.find((each) => each.kind === kind && each.columns.includes(column.name))
    return finding ? [{ column, text: finding.sentence }] : []
  })
}

/** Sentences of findings, so many of them. */
function sayFound(found: readonly { readonly column: ColumnMeta; readonly text: string }[]): string {
  const more = names(found.slice(TOLD).map(({ column }) => column))
  return [
    ...found.slice(0, TOLD).map(({ text }) => text),
    ...(more.length > 0 ? [`The same goes for ${listNames(more)}.`] : []),
  ].join(' ')
}

function imputeSteps(kept: readonly ColumnMeta[], rows: number, findings: readonly Finding[]): Step[] {
  const infinite = findingsOf('infinite', kept, findings)
  const holed = kept.filter(({ summary }) => summary.missing > 0)
  const endless = infinite.map(({ column }) => column).filter((column) => !holed.includes(column))
  const numbers = kept.filter(
    (column) =>
      (holed.includes(column) || endless.includes(column)) && (column.type === 'number' || column.type === 'integer'),
  )
  const truths = holed.filter(({ type }) => type === 'boolean')
  const fill = (id: string, columns: readonly ColumnMeta[], method: 'median' | 'mode', how: string): Step[] =>
    columns.length === 0
      ? []
      : [
          {
            id,
            on: true,
            kind: 'impute',
            columns: names(columns),
            method,
            indicator: true,
            reason: `${[
              sayMissing(
                columns.filter((column) => holed.includes(column)),
                rows,
              ),
              sayFound(infinite.filter(({ column }) => columns.includes(column))),
            ]
              .filter(Boolean)
              .join(' ')} ${how} stands in, and a 0/1 column remembers where.`,
          },
        ]
  return [
    ...fill('fill-numbers', numbers, 'median', "The median, which outliers don't move,"),
    ...fill('fill-truths', truths, 'mode', 'The more common answer'),
  ]
}

function sayMissing(columns: readonly ColumnMeta[], rows: number): string {
  if (columns.length === 0) return ''
  const list = columns.map(({ name, summary }) => `${name} (${formatShare(summary.missing / rows)})`)
  return `Cells are missing in ${listNames(list)}.`
}

/** The logarithm of numbers whose few largest or least values would outweigh the others. */
function tailSteps(kept: readonly ColumnMeta[], findings: readonly Finding[]): Step[] {
  const found = findingsOf('skewed', kept, findings)
  if (found.length === 0) return []
  const columns = names(found.map(({ column }) => column))
  return [
    {
      id: 'long-tails',
      on: true,
      kind: 'log',
      columns,
      reason: `${sayFound(found)} By the logarithm few far values do not outweigh the rest.`,
    },
  ]
}

function rareSteps(kept: readonly ColumnMeta[]): Step[] {
  const many = kept.filter(({ type, summary }) => type === 'category' && summary.distinct > MOST_VALUES)
  if (many.length === 0) return []
  const list = many.map(({ name, summary }) => `${name} (${summary.distinct})`)
  return [
    {
      id: 'rare-values',
      on: true,
      kind: 'groupRare',
      columns: names(many),
      minShare: RARE,
      other: 'other',
      reason: `${listNames(list)} ${many.length === 1 ? 'has' : 'have'} many different values. Those on less than ${formatShare(RARE)} of the rows are too rare to learn one by one, so they count as one.`,
    },
  ]
}

function names(columns: readonly ColumnMeta[]): string[] {
  return columns.map(({ name }) => name)
}
