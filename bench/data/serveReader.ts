import type { Table } from '@/core/dataset/column.ts'
import { askTable, type Question, type Reading } from './check.ts'

export interface ReadMessage {
  readonly file: File
  readonly question: Question
}

/**
 * Lets a worker answer messages with readings, timed within the worker from the File to typed columns. The last table
 * stays alive until the next message: a reader whose table nobody holds would seem to need less memory.
 */
export function serveReader(read: (file: File) => Promise<Table>): void {
  const held: { table?: Table } = {}
  const answer = async ({ file, question }: ReadMessage): Promise<Reading> => {
    delete held.table
    const start = performance.now()
    const table = await read(file)
    const ms = performance.now() - start
    held.table = table
    return { ms, answer: askTable(table, question) }
  }
  self.onmessage = ({ data }: MessageEvent<ReadMessage>) => {
    answer(data).then(
      (reading) => self.postMessage(reading),
      (cause: unknown) => self.postMessage({ error: String(cause instanceof Error ? cause.stack : cause) }),
    )
  }
}
