import { mapAtOnce } from '../atOnce.ts'
import { sha256Of } from '../hash.ts'
import { breather, type Task } from '../task.ts'
import type { ColumnData, Table } from './column.ts'
import { type ColumnHeader, columnDigest, evenChunks, formOf, type ValueChunk } from './columnFile.ts'
import { encodeDictionary } from './dictionaryFile.ts'

/** Chunks of a column whose checksums are under way. */
const CHUNKS_AT_ONCE = 4

/** Columns described at once. */
const COLUMNS_AT_ONCE = 8

/** Every column of a table with its digest and checksums, in the table's order: what can be said of it before it is stored. */
export function describeTable(table: Table, task: Pick<Task, 'signal'>): Promise<readonly DescribedColumn[]> {
  return mapAtOnce(table.columns, COLUMNS_AT_ONCE, ({ data }) => describeColumn(data, task))
}

/** A column that is ready to be stored. */
export interface DescribedColumn {
  readonly digest: string
  /** Of its values and its dictionary. */
  readonly bytes: number
  readonly header: ColumnHeader
  readonly chunks: readonly ValueChunk[]
  readonly dictionary: ArrayBuffer | undefined
}

/** A column with its digest and checksums. */
export async function describeColumn(data: ColumnData, task: Pick<Task, 'signal'>): Promise<DescribedColumn> {
  const breathe = breather(task)
  const chunks = [...evenChunks(data)]
  const sums = await mapAtOnce(chunks, CHUNKS_AT_ONCE, async (chunk) => {
    const sum = await sha256Of(chunk)
    await breathe()
    return sum
  })
  const dictionary = data.kind === 'coded' ? encodeDictionary(data) : undefined
  const header: ColumnHeader = {
    schema: 1,
    ...formOf(data),
    rows: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    chunks: sums,
    ...(dictionary && { dictionary: { bytes: dictionary.byteLength, sha256: await sha256Of(dictionary) } }),
  }
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, dictionary?.byteLength ?? 0)
  return { digest: columnDigest(header), bytes, header, chunks, dictionary }
}
