import { narrow, toVector } from '@/core/dataset/column.ts'
import { formOf } from '@/core/dataset/columnFile.ts'
import type { Dataset, StoredColumn, StoredNumbers, StoredTable } from '@/core/dataset/dataset.ts'
import type { Arrays } from '@/core/ports.ts'
import { type Task, unattended } from '@/core/task.ts'
import { fill, runFor } from '@/core/work.ts'
import { openTable, storeTable } from './tables.ts'

/** What numbers kept beside columns are, as errors name them. */
type Beside = 'row keys' | 'weights'

/** Numbers kept beside columns as the column file that they are. */
export function asColumn(name: Beside, { digest, width }: StoredNumbers): StoredColumn {
  return { name, type: 'number', kind: 'numeric', ...(width && { width }), digest }
}

/** Stores numbers as a numeric column, under the digest of their content. */
export async function storeNumbers(
  arrays: Arrays,
  numbers: ArrayLike<number>,
  task: Pick<Task, 'signal'>,
): Promise<StoredNumbers> {
  const cells = await runFor(
    task,
    fill(new Float64Array(numbers.length), (i) => numbers[i]!),
  )
  const data = { kind: 'numeric', chunks: narrow([cells]) } as const
  const table = { rows: numbers.length, columns: [{ name: '', type: 'number', data } as const] }
  const [stored] = await storeTable(arrays, table, task)
  const { width } = formOf(data)
  return { digest: stored!.digest, ...(width && { width }) }
}

/** The numbers of a table's rows, with every checksum proved. Throws as {@link openTable} does. */
async function openNumbers(
  arrays: Arrays,
  dataset: StoredTable,
  name: Beside,
  stored: StoredNumbers,
  task: Pick<Task, 'signal'>,
): Promise<Float64Array> {
  const { columns } = await openTable(arrays, { ...dataset, columns: [asColumn(name, stored)] }, undefined, task)
  const vector = toVector(columns[0]!.data)
  return vector.kind === 'numeric' ? vector.values : new Float64Array(0)
}

/** The keys of a version's rows, ascending; undefined where row i has key i. */
export async function openRowIds(
  arrays: Arrays,
  dataset: Dataset,
  task: Pick<Task, 'signal'> = unattended,
): Promise<Uint32Array<ArrayBuffer> | undefined> {
  return dataset.rowIds && new Uint32Array(await openNumbers(arrays, dataset, 'row keys', dataset.rowIds, task))
}

/** What each row counts in training; undefined where every row counts 1. */
export async function openWeights(
  arrays: Arrays,
  dataset: Dataset,
  task: Pick<Task, 'signal'> = unattended,
): Promise<Float64Array | undefined> {
  return dataset.weights && openNumbers(arrays, dataset, 'weights', dataset.weights, task)
}
