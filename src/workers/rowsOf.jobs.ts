import { type FrameColumn, takeVector } from '@/core/dataset/column.ts'
import type { ArrangeEvent, RowWindow } from '@/core/dataset/jobs.ts'
import { type Condition, checkView, type View } from '@/core/dataset/view.ts'
import { groupColumn } from '@/core/prediction/grouping.ts'
import type { PredictionJobs, RowDiff, SaidRowsInput } from '@/core/prediction/jobs.ts'
import { countPair, gainHistogram, gainOf } from '@/core/prediction/outcome.ts'
import { roundSaid, sayRows } from '@/core/prediction/saidRow.ts'
import { type ColumnSpread, spreadOver } from '@/core/prediction/spread.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { arrangeRows } from '@/engine/view/arrangeRows.ts'
import { createLruCache } from '@/storage/lru.ts'
import { readRows } from '@/storage/tables.ts'
import { HIDDEN, makeRowsOpener, type OpenedRows } from './openedRows.ts'
import type { Opener } from './profile.jobs.ts'
import type { Stores } from './runFiles.ts'
import { openScored } from './scored.ts'
import { pairRows } from './sharedRows.ts'
import { writeTaken } from './writeTaken.ts'

/** Bytes of orders of rows that are kept. */
const ORDER_BUDGET = 32_000_000
/** Answers about where rows are that are kept; each is some hundred kilobytes at most. */
const SPREADS_KEPT = 40

/** Jobs on what finished runs said of single rows. */
export function makeRowsOfJobs(stores: Stores, { find, meta, open }: Opener): PredictionJobs {
  const { arrays } = stores
  const openRows = makeRowsOpener(stores, find)
  const orders = createLruCache<Uint32Array<ArrayBuffer>>(ORDER_BUDGET)
  const spreads = createLruCache<readonly ColumnSpread[]>(SPREADS_KEPT)

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
      const pair = pairRows(stores, a, part, task)
      const found: RowDiff[] = []
      for (const [done, runId] of others.entries()) {
        task.report({ done, total: others.length })
        throwIfAborted(task)
        const b = await openScored(stores, runId, part)
        const paired = typeof b === 'string' ? b : await pair(b)
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

/** Cells of a column of predictions; numbers, but for true ones, in as many digits as are read. */
function cellsOf({ vector }: FrameColumn, places: Uint32Array, isExact: boolean): RowWindow['columns'][number] {
  if (vector.kind === 'coded') return Array.from(places, (place) => vector.dictionary[vector.codes[place]!] ?? null)
  return Float64Array.from(places, (place) => {
    const value = vector.values[place]!
    return isExact ? value : roundSaid(value)
  })
}
