import type { Column, Frame } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { unattended } from '@/core/task.ts'
import { storeTable } from '@/storage/tables.ts'
import { makeDataset } from './dataset.ts'

/** Stores a frame as reading a file would: its columns, and the record that names them. */
export async function storeFrame(records: Records, arrays: Arrays, fileName: string, frame: Frame): Promise<Dataset> {
  const columns = frame.columns.map(
    ({ name, type, vector }): Column => ({
      name,
      type,
      data:
        vector.kind === 'numeric'
          ? { kind: 'numeric', chunks: [new Float64Array(vector.values)] }
          : { kind: 'coded', chunks: [new Int32Array(vector.codes)], dictionary: vector.dictionary },
    }),
  )
  const digests = await storeTable(arrays, { rows: frame.rows, columns }, unattended)
  const made = makeDataset(fileName, columns)
  const dataset: Dataset = {
    ...made,
    columns: made.columns.map((column, index) => ({ ...column, digest: digests[index]!.digest })),
  }
  await records.put('dataset', dataset)
  return dataset
}
