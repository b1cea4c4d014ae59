import { toVector } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { summariseColumn } from '@/core/profile/summarise.ts'
import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { makeProfileJobs } from '@/workers/profile.jobs.ts'
import type { Answer } from './check.ts'
import { type MeasuredColumn, sumOfAssociations, sumOfFigures } from './profileCheck.ts'

export type ProfileMessage = { readonly file: File } | 'profile' | 'both'

/** What was found; `columns` say which were measured as what, so that the peer measures the same. */
export interface ProfileReply {
  readonly ms: number
  readonly answer: Answer
  readonly columns: readonly MeasuredColumn[]
}

let makeJobs: (() => ReturnType<typeof makeProfileJobs>) | undefined

/** Columns of the file in one piece each, as the read worker holds those that it has opened. */
async function read(file: File): Promise<void> {
  const { table } = await readCsv(file, {}, unattended)
  const columns = new Map(
    table.columns.map(({ name, type, data }) => [name, { name, type, vector: toVector(data) } as const]),
  )
  const metas = table.columns.map((column) => ({
    name: column.name,
    type: column.type,
    kind: column.data.kind,
    digest: '',
    summary: summariseColumn(column),
  }))
  const dataset = { id: 'bench', rows: table.rows, columns: metas, source: {} } as unknown as Dataset
  makeJobs = () =>
    makeProfileJobs({
      find: async () => dataset,
      meta: (_, name) => metas.find((meta) => meta.name === name)!,
      open: async (_, meta) => columns.get(meta.name)!,
    })
}

async function run(what: 'profile' | 'both'): Promise<ProfileReply> {
  if (!makeJobs) throw new Error('no file was read')
  // New ones, since an answer is kept.
  const jobs = makeJobs()
  const begin = performance.now()
  const { columns, missing } = await jobs.profile({ datasetId: 'bench' }, unattended)
  const pairs =
    what === 'both' ? await jobs.associate({ datasetId: 'bench', from: 0 }, unattended) : { names: [], pairs: [] }
  const ms = performance.now() - begin
  const named = new Set(pairs.names)
  return {
    ms,
    answer: {
      rows: missing.rows,
      sum: sumOfFigures(columns) + sumOfAssociations(pairs.pairs),
      missing: columns.reduce((sum, column) => sum + column.missing, 0),
    },
    columns: columns
      .filter(({ name }) => what === 'profile' || named.has(name))
      .map(({ name, type, missing: gone }) => ({
        name,
        isNumber: type === 'number' || type === 'integer' || type === 'datetime',
        isTime: type === 'datetime',
        isWhole: gone === 0,
      })),
  }
}

self.onmessage = async ({ data }: MessageEvent<ProfileMessage>) => {
  try {
    if (typeof data === 'object') {
      await read(data.file)
      self.postMessage({})
    } else self.postMessage(await run(data))
  } catch (cause) {
    self.postMessage({ error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
  }
}
