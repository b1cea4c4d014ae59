import { type FrameColumn, takeVector } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import type { ArrangeEvent, RowWindow } from '@/core/dataset/jobs.ts'
import { type Condition, checkView, type View } from '@/core/dataset/view.ts'
import { AssayError } from '@/core/errors.ts'
import { nameSaid, type SaidNames, saidColumns } from '@/core/prediction/columns.ts'
import { groupColumn } from '@/core/prediction/grouping.ts'
import type { PredictionJobs, RowDiff, SaidRowsInput } from '@/core/prediction/jobs.ts'
import { codeOutcomes, countPair, gainHistogram, gainOf, type Outcome, outcomesOf } from '@/core/prediction/outcome.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import { roundSaid, sayRows } from '@/core/prediction/saidRow.ts'
import { type ColumnSpread, spreadOver } from '@/core/prediction/spread.ts'
import { summarisingColumn } from '@/core/profile/summarise.ts'
import { nameTags, type RowTags } from '@/core/tags/rowTags.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { arrangeRows } from '@/engine/view/arrangeRows.ts'
import { createLruCache } from '@/storage/lru.ts'
import { openRowIds } from '@/storage/numbers.ts'
import { readRows } from '@/storage/tables.ts'
import type { Opener } from './profile.jobs.ts'
import type { Stores } from './runFiles.ts'
import { openScored, requireScored, whyApart } from './scored.ts'
import { pairRows } from './sharedRows.ts'
import { writeTaken } from './writeTaken.ts'

/** Bytes of what runs said that are kept open. */
const SAID_BUDGET = 128_000_000
/** About what one row of it takes: a dozen numbers. */
const ROW_BYTES = 96
/** Bytes of orders of rows that are kept. */
const ORDER_BUDGET = 32_000_000
/** Answers about where rows are that are kept; each is some hundred kilobytes at most. */
const SPREADS_KEPT = 40

/** What no column of a table is called: what rows are chosen and put in order by without being shown. */
const HIDDEN = { outcome: '\u0000outcome', worst: '\u0000worst' } as const

/** What a part's rows say of one run, or of two. */
interface OpenedRows {
  readonly key: string
  readonly dataset: Dataset
  /** The number of each row in the dataset. */
  readonly rows: Uint32Array
  /** The key of each row, where that is not its number. */
  readonly keys: Uint32Array | undefined
  readonly names: SaidNames
  readonly columns: ReadonlyMap<string, FrameColumn>
  readonly metas: readonly ColumnMeta[]
  /** As places in `possible`. */
  readonly outcomes: Int32Array
  readonly possible: readonly Outcome[]
}

/** Jobs on what finished runs said of single rows. */
export function makeRowsOfJobs(stores: Stores, { find, meta, open }: Opener): PredictionJobs {
  const { arrays, records } = stores
  const opened = createLruCache<OpenedRows>(SAID_BUDGET)
  const orders = createLruCache<Uint32Array<ArrayBuffer>>(ORDER_BUDGET)
  const spreads = createLruCache<readonly ColumnSpread[]>(SPREADS_KEPT)

  async function openRows(
    { runId, base, part, tolerance = 0 }: Omit<SaidRowsInput, 'view' | 'shown'>,
    task: Pick<Task, 'signal'>,
  ): Promise<OpenedRows> {
    // A threshold that is moved calls rows otherwise, and leaves the digest as it is.
    const keyOf = (said: readonly unknown[]) => JSON.stringify([runId, base, part, tolerance, ...said])
    const kept = [runId, base].map(
      async (id) =>
        id && [
          (await records.get('evaluation', `${id}/${part}`))?.digest,
          (await records.get('pipeline', id))?.threshold,
        ],
    )
    const run = await records.get('run', runId)
    // Where two runs are side by side the rows are theirs, and no list to write on.
    const about =
      run && base === undefined ? await records.get('dataset', partDatasetId(run.spec.question, part)) : undefined
    const rowTags = about && (await records.get('rowTags', about.lineage))
    const held = opened.get(keyOf([...(await Promise.all(kept)), rowTags?.updatedAt]))
    if (held) return held
    const scored = await requireScored(stores, runId, part, 'see its rows')
    const scoredBase = base === undefined ? undefined : await requireScored(stores, base, part, 'see its rows')
    if (scoredBase && whyApart(scoredBase, scored, part))
      throw new AssayError(
        'spec.invalid',
        'These two runs were not scored on the same rows of the same question. Choose two of one question, trained with the same data, split and seed.',
        { runId, base },
      )
    // It may have been moved since.
    const key = keyOf([
      ...[scored, scoredBase].map((each) => each && [each.digest, each.said.threshold]),
      rowTags?.updatedAt,
    ])
    const { question } = scored.run.spec
    const dataset = await find(partDatasetId(question, part))
    const b = await runFor(task, sayRows(scored.said))
    const a = scoredBase && (await runFor(task, sayRows(scoredBase.said)))
    const { task: kind, classes } = scored.said
    const whose = scoredBase && { a: scoredBase.run.mark.letter, b: scored.run.mark.letter }
    const names = nameSaid(
      kind,
      whose,
      dataset.columns.map(({ name }) => name),
    )
    const ids = await openRowIds(arrays, dataset, task)
    const { rows } = scored
    const keys = ids && Uint32Array.from(rows, (row) => ids[row]!)
    const said = [
      ...(await runFor(task, saidColumns(names, classes, b, a, tolerance))),
      ...(base === undefined ? [tagColumn(nameTags(takenBy(names, dataset)), rowTags?.tags ?? [], keys ?? rows)] : []),
    ]
    const metas: ColumnMeta[] = []
    for (const column of said) metas.push(await describe(column, task))
    const outcomes = await runFor(task, codeOutcomes(b, a, tolerance))
    const worst = a ? (await runFor(task, gainOf(a, b))).map(Math.abs) : b.loss
    const hidden: readonly FrameColumn[] = [
      {
        name: HIDDEN.worst,
        type: 'number',
        vector: { kind: 'numeric', values: worst },
      },
      {
        name: HIDDEN.outcome,
        type: 'category',
        vector: { kind: 'coded', codes: outcomes, dictionary: outcomesOf(kind, a !== undefined) },
      },
    ]
    const made: OpenedRows = {
      key,
      dataset,
      rows,
      keys,
      names,
      columns: new Map([...hidden, ...said].map((column) => [column.name, column])),
      metas,
      outcomes,
      possible: outcomesOf(kind, a !== undefined),
    }
    opened.set(key, made, rows.length * ROW_BYTES)
    return made
  }

  /** A column of what is listed, cut to the rows of the part. */
  async function columnAt(of: OpenedRows, name: string, task: Pick<Task, 'signal'>): Promise<FrameColumn> {
    const said = of.columns.get(name)
    if (said) return said
    const { type, vector } = await open(of.dataset, meta(of.dataset, name), task)
    return { name, type, vector: takeVector(vector, of.rows) }
  }

  const columnsOf = (of: OpenedRows) => [...of.metas, ...of.dataset.columns]

  /** The places in the part of the rows that are listed, in their order. */
  async function orderOf(of: OpenedRows, input: SaidRowsInput, task: Task<ArrangeEvent>) {
    const { was, called, outcomes, view } = input
    const shown = view.search ? input.shown : []
    const key = JSON.stringify([of.key, was, called, outcomes, view, shown])
    const held = orders.get(key)
    if (held) return held
    checkView(view, columnsOf(of))
    const order = await arrangeRows(
      { rows: of.rows.length, searched: shown, open: (name) => columnAt(of, name, task) },
      {
        ...view,
        conditions: [...askedOf(of, input), ...outcomesAsked(outcomes), ...view.conditions],
        sort: view.sort.length > 0 ? view.sort : [{ column: HIDDEN.worst, descending: true }],
      },
      task,
    )
    orders.set(key, order, order.byteLength)
    return order
  }

  return {
    async saidColumns(input, task) {
      return (await openRows(input, task)).metas
    },

    async findSaidRows(input, task) {
      const of = await openRows(input, task)
      return { rows: (await orderOf(of, input, task)).length, of: of.rows.length }
    },

    async saidWindow({ start, count, columns, ...input }, task): Promise<RowWindow> {
      const of = await openRows(input, task)
      const order = await orderOf(of, input, { signal: task.signal, report: () => {} })
      const from = Math.min(Math.max(0, Math.floor(start)), order.length)
      const places = order.slice(from, from + Math.max(0, Math.floor(count)))
      const rows = places.map((place) => of.rows[place]!)
      const names = columns ?? columnsOf(of).map(({ name }) => name)
      const stored = names.filter((name) => !of.columns.has(name)).map((name) => meta(of.dataset, name))
      const read = await readRows(arrays, of.dataset, rows, stored)
      const values = names.map((name) => {
        const said = of.columns.get(name)
        return said
          ? cellsOf(said, places, name === of.names.was)
          : read[stored.findIndex((each) => each.name === name)]!
      })
      return {
        start: from,
        length: places.length,
        columns: values,
        rows,
        ...(of.keys && { keys: places.map((place) => of.keys![place]!) }),
      }
    },

    async writeSaid({ columns, ...input }, task) {
      const of = await openRows(input, task)
      const order = await orderOf(of, input, { signal: task.signal, report: () => {} })
      const written: FrameColumn[] = []
      for (const name of columns) written.push(await columnAt(of, name, task))
      return writeTaken(written, order.length, order, task)
    },

    async diffRows({ base, others, part, tolerance }, task) {
      const a = await openScored(stores, base, part)
      if (typeof a === 'string') return others.map((runId): RowDiff => ({ runId, reason: a, cause: base }))
      const saidA = await runFor(task, sayRows(a.said))
      const found: RowDiff[] = []
      for (const [done, runId] of others.entries()) {
        task.report({ done, total: others.length })
        throwIfAborted(task)
        const b = await openScored(stores, runId, part)
        const paired = typeof b === 'string' ? b : await pairRows(stores, a, b, part, task)
        if (typeof paired === 'string') {
          found.push({ runId, reason: paired, cause: runId })
          continue
        }
        const { shared } = paired
        const ofA = shared ? await runFor(task, sayRows(paired.a)) : saidA
        const ofB = await runFor(task, sayRows(paired.b))
        const gains =
          ofB.task === 'regression' && (await runFor(task, gainHistogram(await runFor(task, gainOf(ofA, ofB)))))
        found.push({
          runId,
          rows: ofB.actual.length,
          ...(await runFor(task, countPair(ofA, ofB, tolerance))),
          ...(gains && { gains }),
          ...(shared && { shared }),
        })
      }
      task.report({ done: others.length, total: others.length })
      return found
    },

    async spreadRows(input, task) {
      const of = await openRows(input, task)
      const key = JSON.stringify([
        of.key,
        input.was,
        input.called,
        input.outcomes,
        input.view.conditions,
        input.view.search,
        input.view.search ? input.shown : [],
      ])
      const held = spreads.get(key)
      if (held) return held
      checkView(input.view, columnsOf(of))
      const { length } = of.rows
      const { conditions } = input.view
      const isAsked = Uint8Array.from(of.possible, (outcome) => ((input.outcomes?.includes(outcome) ?? true) ? 1 : 0))
      const silent = { signal: task.signal, report: () => {} }
      const masksWithout = async (column: string | undefined) => {
        const view: View = {
          search: input.view.search,
          conditions: [...askedOf(of, input), ...conditions.filter((each) => each.column !== column)],
          sort: [],
        }
        const source = { rows: length, searched: input.shown, open: (name: string) => columnAt(of, name, silent) }
        const isIn = new Uint8Array(length)
        for (const place of await arrangeRows(source, view, silent)) isIn[place] = 1
        return { isIn, isShown: isIn.map((holds, place) => holds & isAsked[of.outcomes[place]!]!) }
      }
      const all = await masksWithout(undefined)
      // The fourth outcome, right by both, is as little of a difference as the first.
      const outcome = of.outcomes.map((code) => code % 3)
      const found: ColumnSpread[] = []
      for (const [done, { name, type }] of of.dataset.columns.entries()) {
        task.report({ done, total: of.dataset.columns.length })
        throwIfAborted(task)
        const grouping = await runFor(task, groupColumn(await columnAt(of, name, task)))
        if (!grouping) continue
        const isFiltered = conditions.some((each) => each.column === name)
        const masks = isFiltered ? await masksWithout(name) : all
        found.push(await runFor(task, spreadOver({ column: name, type }, grouping, { outcome, ...masks })))
      }
      const sorted = found.toSorted((a, b) => b.strength - a.strength)
      spreads.set(key, sorted, 1)
      return sorted
    },
  }
}

function takenBy(names: SaidNames, { columns }: Dataset): readonly string[] {
  return [...Object.values(names), ...columns.map(({ name }) => name)]
}

/** The tags of rows as a column beside what was said of them. */
function tagColumn(name: string, tags: RowTags['tags'], keys: Uint32Array): FrameColumn {
  const known = new Map(tags.flatMap((each, code) => each.keys.map((key) => [key, code] as const)))
  const codes = Int32Array.from(keys, (key) => known.get(key) ?? -1)
  return { name, type: 'category', vector: { kind: 'coded', codes, dictionary: tags.map(({ tag }) => tag) } }
}

/** The class that rows are of and are called, as conditions. */
function askedOf({ names }: OpenedRows, { was, called }: SaidRowsInput): readonly Condition[] {
  return [
    ...(was === undefined ? [] : [{ column: names.was!, word: 'is', text: was } as const]),
    ...(called === undefined ? [] : [{ column: names.called!, word: 'is', text: called } as const]),
  ]
}

function outcomesAsked(outcomes: SaidRowsInput['outcomes']): readonly Condition[] {
  return outcomes ? [{ column: HIDDEN.outcome, word: 'oneOf', texts: outcomes }] : []
}

async function describe({ name, type, vector }: FrameColumn, task: Pick<Task, 'signal'>): Promise<ColumnMeta> {
  const data =
    vector.kind === 'numeric'
      ? ({ kind: 'numeric', chunks: [vector.values as Float64Array<ArrayBuffer>] } as const)
      : ({
          kind: 'coded',
          chunks: [vector.codes as Int32Array<ArrayBuffer>],
          dictionary: vector.dictionary,
        } as const)
  const summary = await runFor(task, summarisingColumn({ name, type, data }))
  // The ends are for the screen, in as many digits as the cells.
  const ends = summary.kind === 'numeric' && { min: rounded(summary.min), max: rounded(summary.max) }
  return { name, type, kind: vector.kind, digest: '', summary: { ...summary, ...ends } }
}

function rounded(value: number | null): number | null {
  return value === null ? null : roundSaid(value)
}

/** Cells of a column of predictions; numbers, but for true ones, in as many digits as are read. */
function cellsOf({ vector }: FrameColumn, places: Uint32Array, isExact: boolean): RowWindow['columns'][number] {
  if (vector.kind === 'coded') return Array.from(places, (place) => vector.dictionary[vector.codes[place]!] ?? null)
  return Float64Array.from(places, (place) => {
    const value = vector.values[place]!
    return isExact ? value : roundSaid(value)
  })
}
