import { type Table, toFrame } from '@/core/dataset/column.ts'
import { inputsOf } from '@/core/dataset/role.ts'
import { fitDense } from '@/core/encoding/dense.ts'
import { trainRecipe } from '@/core/recipe/fit.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { breather, unattended } from '@/core/task.ts'
import { encodeAll } from '@/engine/prepare.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { checkMatrix, type Prepared } from './matrixCheck.ts'

const TARGET = 'target'

/** What a person would do to these columns; it must say the same as the SQL of duckdbMatrix.ts. */
const recipe: Recipe = {
  schema: 1,
  steps: [
    { id: 'drop', on: true, kind: 'drop', columns: ['id', 'user', 'note'] },
    {
      id: 'fill',
      on: true,
      kind: 'impute',
      columns: ['amount', 'score, raw', 'age'],
      method: 'median',
      indicator: true,
    },
    { id: 'log', on: true, kind: 'log', columns: ['amount'] },
    { id: 'rare', on: true, kind: 'groupRare', columns: ['city'], minShare: 0.01, other: 'other' },
    {
      id: 'day',
      on: true,
      kind: 'dateParts',
      columns: ['day'],
      parts: ['year', 'month', 'weekday', 'elapsedDays'],
    },
    { id: 'time', on: true, kind: 'dateParts', columns: ['ts'], parts: ['weekday', 'hour', 'elapsedDays'] },
  ],
}

export type MatrixMessage = { readonly file: File } | 'prepare'

let table: Table | undefined

/** The road of a training run: columns in one piece, recipe fitted and applied, encoding fitted, rows encoded. */
async function prepare({ columns, rows }: Table): Promise<Prepared> {
  const start = performance.now()
  const breathe = breather(unattended)
  const frame = toFrame({ rows, columns: inputsOf(columns, TARGET, undefined) })
  const { frame: ready } = await trainRecipe(recipe, frame, {}, breathe)
  const encoding = fitDense(ready)
  const matrix = await encodeAll(encoding, ready, breathe)
  const ms = performance.now() - start
  return { ms, answer: checkMatrix(matrix, encoding) }
}

async function answer(message: MatrixMessage): Promise<Prepared | object> {
  if (message !== 'prepare') {
    ;({ table } = await readCsv(message.file, {}, unattended))
    return {}
  }
  if (!table) throw new Error('nothing was read')
  return prepare(table)
}

self.onmessage = ({ data }: MessageEvent<MatrixMessage>) => {
  answer(data).then(
    (reply) => self.postMessage(reply),
    (cause: unknown) => self.postMessage({ error: String(cause instanceof Error ? cause.stack : cause) }),
  )
}
