import { type Column, isNumericType, type Table, toVector } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Arrays } from '@/core/ports.ts'
import { unattended } from '@/core/task.ts'
import { storeTable } from '../tables.ts'

export const numeric = (name: string, ...chunks: number[][]): Column => ({
  name,
  type: 'number',
  data: { kind: 'numeric', chunks: chunks.map((chunk) => new Float64Array(chunk)) },
})
export const coded = (name: string, dictionary: string[], ...chunks: number[][]): Column => ({
  name,
  type: 'category',
  data: { kind: 'coded', dictionary, chunks: chunks.map((chunk) => new Int32Array(chunk)) },
})

function datasetOf(table: Table, stored: readonly { readonly digest: string }[]): Dataset {
  return {
    schema: 1,
    id: 'd',
    name: 'penguins',
    version: 0,
    lineage: 'd',
    rows: table.rows,
    columns: table.columns.map(({ name, type }, i) => ({
      name,
      type,
      kind: isNumericType(type) ? 'numeric' : 'coded',
      digest: stored[i]!.digest,
      summary: { kind: 'coded', missing: 0, distinct: 0, top: [], meanLength: 0 },
    })),
    source: {
      kind: 'file',
      fileName: 'penguins.csv',
      bytes: 1,
      dialect: { encoding: 'utf-8', delimiter: ',', quote: '"', header: true, trim: true, missing: [] },
      readMs: 1,
    },
    issues: { counts: {}, samples: [] },
    createdAt: 0,
  }
}

export async function keep(arrays: Arrays, ...columns: Column[]) {
  const rows = columns[0]!.data.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const table = { rows, columns }
  const stored = await storeTable(arrays, table, unattended)
  return { table, dataset: datasetOf(table, stored), digests: stored.map(({ digest }) => digest) }
}

export const plain = ({ columns }: Table) =>
  columns.map(({ name, data }) => {
    const vector = toVector(data)
    return vector.kind === 'numeric'
      ? { name, values: Array.from(vector.values) }
      : { name, values: Array.from(vector.codes), dictionary: vector.dictionary }
  })
