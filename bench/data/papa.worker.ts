import Papa from 'papaparse'
import { CHUNK_ROWS, type Column, type Table } from '@/core/dataset/column.ts'
import { serveReader } from './serveReader.ts'

/**
 * Papa Parse as its documentation says for large files: streamed by chunks in a worker. Its cells are texts; what they
 * become is guessed from the first chunk, as its users do, and a later cell that breaks the guess ends the reading.
 */
serveReader(
  (file) =>
    new Promise((resolve, reject) => {
      let columns: Builder[] | undefined
      let rows = 0
      Papa.parse<string[]>(file, {
        skipEmptyLines: true,
        chunk: ({ data }) => {
          if (!columns) {
            const [header = [], ...body] = data
            columns = header.map((name, i) => makeBuilder(name, body.slice(0, GUESSED_ROWS), i))
            data = body
          }
          for (const [i, column] of columns.entries()) for (const row of data) column.add(row[i]!)
          rows += data.length
        },
        complete: () => resolve({ rows, columns: (columns ?? []).map((column) => column.finish()) } satisfies Table),
        error: reject,
      })
    }),
)

const GUESSED_ROWS = 1_000

interface Builder {
  add(cell: string): void
  finish(): Column
}

function makeBuilder(name: string, rows: readonly string[][], index: number): Builder {
  const cells = rows.map((row) => row[index]!).filter((cell) => cell !== '')
  const all = (test: (cell: string) => boolean) => cells.length > 0 && cells.every(test)
  if (all((cell) => !Number.isNaN(Number(cell)))) return numericBuilder(name, 'number', Number)
  if (all((cell) => cell === 'true' || cell === 'false'))
    return numericBuilder(name, 'boolean', (cell) => (cell === 'true' ? 1 : cell === 'false' ? 0 : Number.NaN))
  if (all((cell) => /^\d{4}-\d\d-\d\d$/.test(cell))) return numericBuilder(name, 'datetime', Date.parse)
  if (all((cell) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(cell)))
    return numericBuilder(name, 'datetime', (cell) => Date.parse(`${cell.replace(' ', 'T')}Z`))
  return codedBuilder(name)
}

function numericBuilder(
  name: string,
  type: 'number' | 'boolean' | 'datetime',
  parse: (cell: string) => number,
): Builder {
  const chunks: Float64Array<ArrayBuffer>[] = []
  let chunk = new Float64Array(CHUNK_ROWS)
  let at = 0
  return {
    add(cell) {
      const value = cell === '' ? Number.NaN : parse(cell)
      if (Number.isNaN(value) && cell !== '') throw new Error(`“${cell}” in ${name} is no ${type}`)
      chunk[at++] = value
      if (at < CHUNK_ROWS) return
      chunks.push(chunk)
      chunk = new Float64Array(CHUNK_ROWS)
      at = 0
    },
    finish: () => ({ name, type, data: { kind: 'numeric', chunks: [...chunks, chunk.slice(0, at)] } }),
  }
}

function codedBuilder(name: string): Builder {
  const codes = new Map<string, number>()
  const chunks: Int32Array<ArrayBuffer>[] = []
  let chunk = new Int32Array(CHUNK_ROWS)
  let at = 0
  return {
    add(cell) {
      let code = cell === '' ? -1 : codes.get(cell)
      if (code === undefined) {
        code = codes.size
        codes.set(cell, code)
      }
      chunk[at++] = code
      if (at < CHUNK_ROWS) return
      chunks.push(chunk)
      chunk = new Int32Array(CHUNK_ROWS)
      at = 0
    },
    finish: () => ({
      name,
      type: 'text',
      data: { kind: 'coded', chunks: [...chunks, chunk.slice(0, at)], dictionary: [...codes.keys()] },
    }),
  }
}
