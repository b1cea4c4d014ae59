import { meanAndStd } from '@/core/centre.ts'
import type { FrameColumn } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { toErrorData } from '@/core/errors.ts'
import { fillGaps } from '@/core/knn/fillGaps.ts'
import { nearest } from '@/core/knn/nearest.ts'
import type { Points } from '@/core/knn/points.ts'
import { summariseColumn } from '@/core/profile/summarise.ts'
import type { Task } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { openSearch } from '@/engine/knn/search.ts'
import { findRows } from '@/engine/rows/findRows.ts'

export interface RowsMessage {
  /** The table as 32-bit floats, row by row; gaps are NaN. */
  readonly file: File
  readonly width: number
  readonly work: 'findings' | 'nearest' | 'fill'
  readonly k: number
}

/** What the work took, and a sum by which a peer proves that it did the same. */
export interface RowsReply {
  readonly ms: number
  readonly answer: number
}

/** Gaps at the mean, as they are for a comparison without them. */
const withoutGaps = ({ values, ...rest }: Points): Points => ({
  ...rest,
  values: values.map((x) => (Number.isNaN(x) ? 0 : x)),
})

const sum = (values: Float32Array | Float64Array) => {
  let total = 0
  for (const value of values) total += value
  return total
}

const works: Record<RowsMessage['work'], (points: Points, k: number, task: Task<unknown>) => Promise<number>> = {
  async findings({ values, rows, width }, _k, task) {
    const columns = Array.from({ length: width }, (_, c): FrameColumn => {
      const cells = Float64Array.from({ length: rows }, (_, row) => values[row * width + c]!)
      return { name: `x${c}`, type: 'number', vector: { kind: 'numeric', values: cells } }
    })
    const metas = columns.map(({ name, type, vector }): ColumnMeta => {
      const chunks = [new Float64Array((vector as { values: Float64Array }).values)]
      return {
        name,
        type,
        kind: 'numeric',
        digest: name,
        summary: summariseColumn({ name, type, data: { kind: 'numeric', chunks } }),
      }
    })
    const open = async (name: string) => columns.find((column) => column.name === name)!
    const found = await findRows({ rows, columns: metas, open }, task)
    return found.compared?.rows ?? 0
  },
  nearest: async (points, k, task) =>
    sum((await nearest({ points: withoutGaps(points), k, metric: 'euclidean' }, task, openSearch)).distances),
  async fill({ values, width }, k, task) {
    const donors = Float64Array.from(values)
    const means = Array.from({ length: width }, (_, c) => {
      const column = donors.filter((x, at) => at % width === c && !Number.isNaN(x))
      return meanAndStd(column).mean
    })
    const filled = donors.slice()
    await runFor(task, fillGaps(filled, { cells: donors, means }, k, openSearch))
    return sum(filled)
  },
}

let controller = new AbortController()

self.onmessage = ({ data }: MessageEvent<RowsMessage | 'stop'>) => {
  if (data === 'stop') return controller.abort()
  controller = new AbortController()
  const run = async ({ file, width, work, k }: RowsMessage): Promise<RowsReply> => {
    const values = new Float32Array(await file.arrayBuffer())
    const start = performance.now()
    const points = { values, rows: values.length / width, width }
    const answer = await works[work](points, k, { signal: controller.signal, report: () => {} })
    return { ms: performance.now() - start, answer }
  }
  run(data).then(
    (reply) => self.postMessage(reply),
    (cause: unknown) => self.postMessage({ error: toErrorData(cause).code }),
  )
}
