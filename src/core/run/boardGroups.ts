import { contentHash } from '../hash.ts'
import { LEARNERS } from '../learner/table.ts'
import { describeStep } from '../recipe/describe.ts'
import type { BoardRow, Grouping, GroupStat } from './board.ts'
import type { BoardColumn } from './boardColumns.ts'
import { type BoardSort, sortBy } from './boardOrder.ts'
import { describeLearner } from './describe.ts'
import type { RunSpec } from './run.ts'

/** Runs that belong together. */
export interface BoardGroup {
  /** How the address names it. */
  readonly key: string
  readonly label: string
  readonly rows: readonly BoardRow[]
}

/** What the values of a group's runs come to. */
export interface Summary {
  /** Values: of runs, or of every fold of every run. */
  readonly count: number
  readonly mean: number
  /** With n − 1; undefined of one value. */
  readonly std: number | undefined
  readonly min: number
  readonly max: number
  readonly best: number
  /** Of the run started last that has one. */
  readonly last: number
}

/** Runs by what they have in common, in the order in which each group is first met. A run of several tags is in each. */
export function groupRows(rows: readonly BoardRow[], by: Grouping): readonly BoardGroup[] {
  const groups = new Map<string, { readonly label: string; readonly rows: BoardRow[] }>()
  for (const row of rows)
    for (const [key, label] of placesOf(row, by)) {
      const group = groups.get(key)
      if (group) group.rows.push(row)
      else groups.set(key, { label, rows: [row] })
    }
  const counts = new Map<string, number>()
  for (const { label } of groups.values()) counts.set(label, (counts.get(label) ?? 0) + 1)
  // Specs may differ in something that their label does not tell.
  return [...groups].map(([key, { label, rows: its }]) => ({
    key,
    label: counts.get(label)! > 1 ? `${label} (${key.slice(0, 6)})` : label,
    rows: its,
  }))
}

type Place = readonly [key: string, label: string]

function placesOf({ run: { spec }, tags }: BoardRow, by: Grouping): readonly Place[] {
  switch (by) {
    case 'learner':
      return [[spec.learner.kind, LEARNERS[spec.learner.kind].label(spec.question.task)]]
    case 'tag':
      return tags.length === 0 ? [['no tag', 'No tag']] : tags.map((tag) => [`tag ${tag}`, tag])
    case 'recipe':
      return [recipePlace(spec)]
    case 'spec':
      return [specPlace(spec)]
  }
}

/** A spec is hashed once, not each time that it is grouped. */
function once(work: (spec: RunSpec) => Place): (spec: RunSpec) => Place {
  const known = new WeakMap<RunSpec, Place>()
  return (spec) => {
    const place = known.get(spec) ?? work(spec)
    known.set(spec, place)
    return place
  }
}

const recipePlace = once(({ question: { recipe } }) => {
  const steps = recipe.steps.filter(({ on }) => on)
  // Ids and reasons change nothing that a step does.
  const key = contentHash(steps.map(({ id: _id, reason: _reason, ...step }) => step))
  return [key.slice(0, 16), steps.map(describeStep).join('; ') || 'No preparation']
})

const specPlace = once(({ seed: _seed, ...spec }) => {
  const settings = describeLearner(spec.learner)
  const label = LEARNERS[spec.learner.kind].label(spec.question.task)
  return [contentHash(spec).slice(0, 16), settings ? `${label}: ${settings}` : label]
})

/**
 * What a column's values come to over runs; of the column of folds, over every fold of every run, so that seeds and folds
 * vary alike. Undefined where no run has one, and of texts.
 */
export function summarise(rows: readonly BoardRow[], column: BoardColumn): Summary | undefined {
  const values: number[] = []
  let last: { readonly at: number; readonly value: number } | undefined
  for (const row of rows) {
    const value = column.valueOf(row)
    if (typeof value !== 'number') continue
    if (!last || row.run.createdAt >= last.at) last = { at: row.run.createdAt, value }
    const { metric } = column
    if (column.key === 'folds' && metric) values.push(...row.folds!.flatMap(({ metrics }) => metrics[metric] ?? []))
    else values.push(value)
  }
  if (!last) return undefined
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  return {
    count,
    mean,
    std: count > 1 ? Math.sqrt(squares / (count - 1)) : undefined,
    min,
    max,
    best: column.first === 'high' ? max : min,
    last: last.value,
  }
}

/** Groups in the order of a column: of numbers by what the group shows of them, else by the group's own name. */
export function sortGroups(groups: readonly BoardGroup[], sort: BoardSort, stat: GroupStat): readonly BoardGroup[] {
  const isText = sort.column.kind === 'text' || sort.column.kind === 'words'
  const orderOf = ({ label, rows }: BoardGroup) => (isText ? label : summarise(rows, sort.column)?.[stat])
  return sortBy(groups, sort, orderOf, ({ rows }) => rows[0]?.run.createdAt ?? 0)
}
