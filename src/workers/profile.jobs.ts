import type { FrameColumn } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import { findCorrelated } from '@/core/finding/findCorrelated.ts'
import { findInColumn } from '@/core/finding/findInColumn.ts'
import { sortFindings } from '@/core/finding/finding.ts'
import {
  type Association,
  Associator,
  MOST_VALUES,
  type Prepared,
  prepareColumn,
  sizeOf,
} from '@/core/profile/associate.ts'
import type { ColumnProfile } from '@/core/profile/columnProfile.ts'
import { contrast } from '@/core/profile/contrast.ts'
import {
  type Associations,
  type LeftOut,
  MATRIX_COLUMNS,
  type Profile,
  type ProfileJobs,
  type Relations,
} from '@/core/profile/jobs.ts'
import { MissingCounter } from '@/core/profile/missingPattern.ts'
import { profileColumn } from '@/core/profile/profileColumn.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { runBreathing } from '@/core/work.ts'
import { createLruCache } from '@/storage/lru.ts'

/** Answers kept, by what was asked; each is at most some hundred kilobytes. */
const ANSWERS_KEPT = 40
/** Memory for numbers and ranks of the columns that are measured against each other: 16 bytes a row and column. */
const PAIRS_BUDGET = 400_000_000
const LEAST_COLUMNS = 8

/** How the read worker comes by stored columns. */
export interface Opener {
  find(datasetId: DatasetId): Promise<Dataset>
  meta(dataset: Dataset, name: string): ColumnMeta
  open(dataset: Dataset, meta: ColumnMeta, task: Pick<Task, 'signal'>): Promise<FrameColumn>
}

/** Jobs that tell what stored data holds. An answer is found once; what was stopped is begun anew. */
export function makeProfileJobs({ find, meta, open }: Opener): ProfileJobs {
  const answers = createLruCache<unknown>(ANSWERS_KEPT)
  const once = async <T>(key: readonly unknown[], work: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key)
    const held = answers.get(name) as T | undefined
    if (held) return held
    const made = await work()
    answers.set(name, made, 1)
    return made
  }

  return {
    profile: ({ datasetId }, task) =>
      once(['profile', datasetId], async (): Promise<Profile> => {
        const dataset = await find(datasetId)
        const breathe = breather(task)
        const now = Date.now()
        const missing = new MissingCounter(dataset.rows)
        const columns: ColumnProfile[] = []
        for (const each of dataset.columns) {
          const column = await open(dataset, each, task)
          const profile = await runBreathing(profileColumn(column, now, dataset.source.dialect), breathe)
          await breathe()
          missing.add(column, profile.missing)
          columns.push(profile)
          task.report({ done: columns.length, total: dataset.columns.length })
          throwIfAborted(task)
          await breathe()
        }
        const findings = sortFindings(columns.flatMap((column) => findInColumn(column)))
        return { columns, missing: missing.finish(), findings }
      }),

    associate: ({ datasetId, from }, task) =>
      once(['associate', datasetId, from], async (): Promise<Associations> => {
        const dataset = await find(datasetId)
        const breathe = breather(task)
        const { measurable, leftOut } = sortOut(dataset.columns)
        const most = Math.max(
          LEAST_COLUMNS,
          Math.min(MATRIX_COLUMNS, Math.floor(PAIRS_BUDGET / (16 * dataset.rows + 1))),
        )
        const chosen = measurable.slice(from, from + most)
        const total = (chosen.length * (chosen.length - 1)) / 2
        const prepared: Prepared[] = []
        const associator = new Associator(dataset.rows)
        const pairs: Association[] = []
        for (const each of chosen) {
          const next = prepareColumn(await open(dataset, each, task))
          await breathe()
          for (const other of prepared) {
            const pair = associator.measure(other, next)
            if (pair) pairs.push(pair)
            await breathe()
          }
          prepared.push(next)
          task.report({ done: (prepared.length * (prepared.length - 1)) / 2, total })
          throwIfAborted(task)
        }
        return {
          names: chosen.map(({ name }) => name),
          from,
          total: measurable.length,
          leftOut,
          pairs,
          findings: findCorrelated(pairs, dataset.columns),
        }
      }),

    relate: ({ datasetId, target }, task) =>
      once(['relate', datasetId, target], async (): Promise<Relations> => {
        const dataset = await find(datasetId)
        const breathe = breather(task)
        const { measurable, leftOut } = sortOut(dataset.columns)
        const [self] = sortOut([meta(dataset, target)]).leftOut
        if (self) return { target, associations: [], leftOut: [], why: self.why }
        const subject = prepareColumn(await open(dataset, meta(dataset, target), task))
        const features = measurable.filter(({ name }) => name !== target)
        const associations: Association[] = []
        const associator = new Associator(dataset.rows)
        for (const [i, each] of features.entries()) {
          const feature = prepareColumn(await open(dataset, each, task))
          await breathe()
          const pair = associator.measure(feature, subject)
          associator.forget(feature.name)
          if (pair) associations.push(pair)
          task.report({ done: i + 1, total: features.length })
          throwIfAborted(task)
          await breathe()
        }
        return { target, associations: associations.sort((a, b) => sizeOf(b) - sizeOf(a)), leftOut }
      }),

    contrast: ({ datasetId, feature, target }, task) =>
      once(['contrast', datasetId, feature, target], async () => {
        const dataset = await find(datasetId)
        const left = await open(dataset, meta(dataset, feature), task)
        return contrast(left, await open(dataset, meta(dataset, target), task))
      }),
  }
}

/** Columns that can be measured, by their types and summaries alone. */
function sortOut(columns: readonly ColumnMeta[]): { measurable: readonly ColumnMeta[]; leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = []
  const measurable = columns.filter(({ name, type, summary }) => {
    const why =
      summary.distinct === 0
        ? 'empty'
        : summary.distinct === 1
          ? 'one value only'
          : type === 'text'
            ? 'free text'
            : type === 'identifier'
              ? 'an identifier'
              : type === 'category' && summary.distinct > MOST_VALUES
                ? `more than ${MOST_VALUES.toLocaleString('en')} values`
                : undefined
    if (why !== undefined) leftOut.push({ name, why })
    return why === undefined
  })
  return { measurable, leftOut }
}
