import { finiteValues } from '../../centre.ts'
import type { ColumnType, FrameColumn } from '../../dataset/column.ts'
import { inSlices, mapEach, type Work } from '../../work.ts'
import { DATE_PARTS, type DatePart } from '../kinds/time.ts'
import { DAY_MS, dayIn, isoWeekOf, monthIn, weekdayOf, yearIn } from './calendar.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import {
  codesOf,
  cosines,
  dayAngles,
  elapsedDays,
  type Instants,
  minutesOf,
  numbersOf,
  readInstants,
  sines,
  turns,
  yearAngles,
} from './instants.ts'
import { requireNumbers } from './require.ts'
import { replaceInSql, sqlName, sqlNumber, sqlText } from './sql.ts'

/** Fixed, so that a batch without a Sunday has the same codes as one with it. */
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const QUARTERS = ['Q1', 'Q2', 'Q3', 'Q4']
/** From Sunday, as {@link weekdayOf} counts them. */
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

interface PartColumn {
  /** What follows the column's name. */
  readonly suffix: string
  readonly type: ColumnType
  /** Present for parts that are names rather than amounts. */
  readonly dictionary?: readonly string[]
  /** The part of every instant, or its code; `origin` is the earliest training instant. */
  take(at: Instants, origin: number): Float64Array | Int32Array
  /** The same of an instant `t` in SQL, a name as its text. */
  sql(t: string, origin: number): string
}

function sqlYearAngle(t: string): string {
  return `(2 * pi() * (dayofyear(${t}) - 1) / dayofyear(make_date(year(${t}), 12, 31)))`
}

function sqlDayAngle(t: string): string {
  return `(2 * pi() * (((epoch_ms(${t}) % ${DAY_MS}) + ${DAY_MS}) % ${DAY_MS}) / ${DAY_MS})`
}

/** One of a few names by its place, counted from 1. */
function sqlNamed(place: string, names: readonly string[]): string {
  return `[${names.map(sqlText).join(', ')}][${place}]`
}

/** A sine and a cosine, so that the ends of a cycle meet. */
function cycle(
  suffix: string,
  angles: (at: Instants) => Float64Array,
  sqlAngle: (t: string) => string,
): readonly PartColumn[] {
  return [
    {
      suffix: `${suffix} sin`,
      type: 'number',
      take: (at) => sines(angles(at)),
      sql: (t) => `sin(${sqlAngle(t)})`,
    },
    {
      suffix: `${suffix} cos`,
      type: 'number',
      take: (at) => cosines(angles(at)),
      sql: (t) => `cos(${sqlAngle(t)})`,
    },
  ]
}

const PART_COLUMNS: Readonly<Record<DatePart, readonly PartColumn[]>> = {
  year: [
    {
      suffix: 'year',
      type: 'integer',
      take: (at) => numbersOf(at, at.civil, yearIn),
      sql: (t) => `CAST(year(${t}) AS DOUBLE)`,
    },
  ],
  quarter: [
    {
      suffix: 'quarter',
      type: 'category',
      dictionary: QUARTERS,
      take: (at) => codesOf(at, at.civil, (civil) => Math.floor(monthIn(civil) / 3)),
      sql: (t) => sqlNamed(`quarter(${t})`, QUARTERS),
    },
  ],
  month: [
    {
      suffix: 'month',
      type: 'category',
      dictionary: MONTHS,
      take: (at) => codesOf(at, at.civil, monthIn),
      sql: (t) => sqlNamed(`month(${t})`, MONTHS),
    },
  ],
  monthCycle: cycle(
    'month cycle',
    (at) => turns(numbersOf(at, at.civil, monthIn), 12),
    (t) => `(2 * pi() * (month(${t}) - 1) / 12)`,
  ),
  weekOfYear: [
    {
      suffix: 'week of year',
      type: 'integer',
      take: (at) => numbersOf(at, at.days, isoWeekOf),
      sql: (t) => `CAST(week(${t}) AS DOUBLE)`,
    },
  ],
  dayOfMonth: [
    {
      suffix: 'day of month',
      type: 'integer',
      take: (at) => numbersOf(at, at.civil, dayIn),
      sql: (t) => `CAST(day(${t}) AS DOUBLE)`,
    },
  ],
  weekday: [
    {
      suffix: 'weekday',
      type: 'category',
      dictionary: WEEKDAYS,
      take: (at) => codesOf(at, at.days, weekdayOf),
      sql: (t) => sqlNamed(`dayofweek(${t}) + 1`, WEEKDAYS),
    },
  ],
  weekdayCycle: cycle(
    'weekday cycle',
    (at) => turns(numbersOf(at, at.days, weekdayOf), 7),
    (t) => `(2 * pi() * dayofweek(${t}) / 7)`,
  ),
  weekend: [
    {
      suffix: 'weekend',
      type: 'boolean',
      take: (at) => numbersOf(at, at.days, (day) => Number(weekdayOf(day) % 6 === 0)),
      sql: (t) => `(dayofweek(${t}) IN (0, 6))`,
    },
  ],
  dayOfYear: cycle('day of year', yearAngles, sqlYearAngle),
  hour: cycle('hour', dayAngles, sqlDayAngle),
  minute: [
    {
      suffix: 'minute',
      type: 'integer',
      take: minutesOf,
      sql: (t) => `CAST(minute(${t}) AS DOUBLE)`,
    },
  ],
  elapsedDays: [
    {
      suffix: 'elapsed days',
      type: 'number',
      take: elapsedDays,
      sql: (t, origin) => `(epoch_ms(${t}) - ${sqlNumber(origin)}) / ${sqlNumber(DAY_MS)}`,
    },
  ],
}

/** Parts in words, for a form. */
const DATE_PART_LABELS: Readonly<Record<DatePart, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  monthCycle: 'month, as a cycle',
  weekOfYear: 'week of year',
  dayOfMonth: 'day of month',
  weekday: 'weekday',
  weekdayCycle: 'weekday, as a cycle',
  weekend: 'weekend or not',
  dayOfYear: 'day of year',
  hour: 'time of day',
  minute: 'minute',
  elapsedDays: 'days since the first',
}

/** Some rows at a time: what is worked out of their instants serves every part. */
function* takeParts(
  name: string,
  values: Float64Array,
  parts: readonly PartColumn[],
  origin: number,
): Work<FrameColumn[]> {
  const taken = parts.map(({ dictionary }) => new (dictionary ? Int32Array : Float64Array)(values.length))
  yield* inSlices(values.length, (start, end) => {
    const instants = readInstants(values.subarray(start, end))
    for (const [i, part] of parts.entries()) taken[i]!.set(part.take(instants, origin), start)
  })
  return parts.map(({ dictionary = [], suffix, type }, i): FrameColumn => {
    const cells = taken[i]!
    return {
      name: `${name} ${suffix}`,
      type,
      vector:
        cells instanceof Int32Array ? { kind: 'coded', codes: cells, dictionary } : { kind: 'numeric', values: cells },
    }
  })
}

/**
 * Replaces a date by its parts, all in UTC: columns `<name> year`, `<name> weekday` and so on. Month and weekday are
 * categories with fixed dictionaries (so is the quarter); day of year, time of day and the cycles are each a sine and a cosine. A missing date has
 * missing parts. Days are counted from the earliest training date (1970 where training had none).
 */
export const dateParts: ColumnStepInfo<'dateParts'> = {
  scope: 'columns',
  group: 'Time',
  label: 'Take dates apart',
  blurb: 'Turns a date into what may matter about it: the season, the weekday, the time that went by.',
  rowLocal: true,
  accepts: (type) => type === 'datetime',
  takes: 'dates',
  needs: 'some',
  fields: [
    {
      key: 'parts',
      field: 'choices',
      label: 'Parts',
      options: DATE_PARTS.map((value) => ({ value, label: DATE_PART_LABELS[value] })),
    },
  ],
  startsWith: () => true,
  settings: (columns) => ({
    columns: columns.map(({ name }) => name),
    parts: ['month', 'weekday', 'elapsedDays'],
  }),
  describe: ({ columns, parts }) =>
    `Take ${listNames(
      parts.map((part) => DATE_PART_LABELS[part]),
      7,
    )} of ${listNames(columns)}`,
  problems: ({ parts }) => [
    ...(parts.length > 0 ? [] : ['choose at least one part of the date']),
    ...(new Set(parts).size === parts.length ? [] : ['a part of the date is named twice']),
  ],
  outcome: (step, columns) =>
    columns.flatMap((column): readonly ColumnHead[] =>
      step.columns.includes(column.name)
        ? step.parts.flatMap((part) =>
            PART_COLUMNS[part].map(({ suffix, type }) => ({ name: `${column.name} ${suffix}`, type })),
          )
        : [column],
    ),
  *fit({ columns, parts }, frame) {
    const origins = yield* mapEach(columns, (name) => {
      const present = finiteValues(requireNumbers(frame, name))
      let first = present[0] ?? 0
      for (let i = 1; i < present.length; i++) if (present[i]! < first) first = present[i]!
      return first + 0
    })
    return { kind: 'dateParts', columns, parts, origins }
  },
  apply({ columns, parts, origins }, frame) {
    for (const name of columns) requireNumbers(frame, name)
    const originOf = new Map(columns.map((name, i) => [name, origins[i] ?? 0]))
    return replaceColumns(frame, function* (column) {
      const origin = originOf.get(column.name)
      const { name, vector } = column
      if (origin === undefined || vector.kind !== 'numeric') return [column]
      return yield* takeParts(
        name,
        vector.values,
        parts.flatMap((part) => PART_COLUMNS[part]),
        origin,
      )
    })
  },
  sql({ columns, parts, origins }, heads) {
    return replaceInSql(heads, (head) => {
      const at = columns.indexOf(head.name)
      if (at < 0) return undefined
      return parts.flatMap((part) =>
        PART_COLUMNS[part].map(({ suffix, type, sql }) => ({
          name: `${head.name} ${suffix}`,
          type,
          sql: sql(`p.${sqlName(head.name)}`, origins[at] ?? 0),
        })),
      )
    })
  },
}
