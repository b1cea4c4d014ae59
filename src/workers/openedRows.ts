import type { FrameColumn } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { nameSaid, type SaidNames, saidColumns } from '@/core/prediction/columns.ts'
import type { SaidRowsInput } from '@/core/prediction/jobs.ts'
import { codeOutcomes, gainOf, type Outcome, outcomesOf } from '@/core/prediction/outcome.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import { roundSaid, sayRows } from '@/core/prediction/saidRow.ts'
import { summarisingColumn } from '@/core/profile/summarise.ts'
import { distinctMarks } from '@/core/run/mark.ts'
import type { Run } from '@/core/run/run.ts'
import { nameTags, type RowTags } from '@/core/tags/rowTags.ts'
import type { Task } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { createLruCache } from '@/storage/lru.ts'
import { openRowIds } from '@/storage/numbers.ts'
import type { Opener } from './profile.jobs.ts'
import type { Stores } from './runFiles.ts'
import { requireScored } from './scored.ts'
import { pairRows } from './sharedRows.ts'

/** Bytes of what runs said that are kept open. */
const SAID_BUDGET = 128_000_000
/** About what one row of it takes: a dozen numbers. */
const ROW_BYTES = 96
/** What no column of a table is called: what rows are chosen and put in order by without being shown. */
export const HIDDEN = { outcome: '\u0000outcome', worst: '\u0000worst' } as const

/** What a part's rows say of one run, or of two. */
export interface OpenedRows {
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

/** Opens what runs said of a part's rows; what is open is kept, and told anew where predictions, thresholds or tags changed. */
export function makeRowsOpener(stores: Stores, find: Opener['find']) {
  const { arrays, records } = stores
  const opened = createLruCache<OpenedRows>(SAID_BUDGET)

  return async (
    { runId, base, letters, part, tolerance = 0 }: Omit<SaidRowsInput, 'view' | 'shown'>,
    task: Pick<Task, 'signal'>,
  ): Promise<OpenedRows> => {
    // A threshold that is moved calls rows otherwise, and leaves the digest as it is.
    const keyOf = (said: readonly unknown[]) => JSON.stringify([runId, base, letters, part, tolerance, ...said])
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
    const paired = scoredBase && (await pairRows(stores, scoredBase, part, task)(scored))
    if (typeof paired === 'string')
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
    const saidB = await runFor(task, sayRows(paired?.b ?? scored.said))
    const saidA = paired && (await runFor(task, sayRows(paired.a)))
    const { task: kind, classes } = scored.said
    const whose = scoredBase && (letters ?? lettersOf(scoredBase.run, scored.run))
    const names = nameSaid(
      kind,
      whose,
      dataset.columns.map(({ name }) => name),
    )
    const ids = await openRowIds(arrays, dataset, task)
    const rows = paired?.rows ?? scored.rows
    const keys = ids && Uint32Array.from(rows, (row) => ids[row]!)
    const said = [
      ...(await runFor(task, saidColumns(names, classes, saidB, saidA, tolerance))),
      ...(base === undefined ? [tagColumn(nameTags(takenBy(names, dataset)), rowTags?.tags ?? [], keys ?? rows)] : []),
    ]
    const metas: ColumnMeta[] = []
    for (const column of said) metas.push(await describe(column, task))
    const outcomes = await runFor(task, codeOutcomes(saidB, saidA, tolerance))
    const worst = saidA ? (await runFor(task, gainOf(saidA, saidB))).map(Math.abs) : saidB.loss
    const hidden: readonly FrameColumn[] = [
      {
        name: HIDDEN.worst,
        type: 'number',
        vector: { kind: 'numeric', values: worst },
      },
      {
        name: HIDDEN.outcome,
        type: 'category',
        vector: { kind: 'coded', codes: outcomes, dictionary: outcomesOf(kind, saidA !== undefined) },
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
      possible: outcomesOf(kind, saidA !== undefined),
    }
    opened.set(key, made, rows.length * ROW_BYTES)
    return made
  }
}

/** What two runs are called beside each other: those of two versions of a table may have one letter. */
function lettersOf(base: Run, run: Run): { readonly a: string; readonly b: string } {
  const [a, b] = distinctMarks([base, run])
  return { a: a!.mark.letter, b: b!.mark.letter }
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
