import type { TableFormat } from '@/core/dataset/dataset.ts'

/** Endings that say what a file holds; others, and none, leave it to the first bytes. */
const FORMATS: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
}

/** A file's ending in small letters without its dot; nothing where there is none. */
export function endingOf(name: string): string {
  return /[^./]\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** A file's name without what says its format and packing. */
export function nameOfTable(fileName: string): string {
  return fileName.replace(/\.gz$/i, '').replace(/\.[^.]*$/, '')
}

/** What the bytes of an archive say: a program's container, which may hold a table. */
export function findPacking(head: Uint8Array): 'gzip' | 'zip' | undefined {
  if (startsWith(head, [0x1f, 0x8b])) return 'gzip'
  // The latter is a zip of nothing.
  if (startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6])) return 'zip'
  return undefined
}

/**
 * The format of a table by its first bytes and, where these leave it open, by its name. A file named `.json` that holds a
 * record a line is JSON Lines; one with no telling name is JSON only if its beginning is nothing else.
 */
export function findFormat(name: string, head: Uint8Array): TableFormat {
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return 'parquet'
  const named = FORMATS[endingOf(name)]
  if (named === 'csv' || named === 'jsonl') return named
  const text = decode(head).trimStart()
  const isRecords = text.startsWith('{') && isRecordALine(text)
  if (named === 'json') return isRecords ? 'jsonl' : 'json'
  if (isRecords) return 'jsonl'
  return /^(?:\[\s*[{[]|\{\s*")/.test(text) ? 'json' : 'csv'
}

/** Whether the first line is a whole record, and something follows or nothing does. */
function isRecordALine(text: string): boolean {
  const [first = '', ...rest] = text.split(/\r?\n/)
  try {
    JSON.parse(first)
  } catch {
    return false
  }
  // One object alone is one of columns as well as one record: a list in it tells.
  return rest.some((line) => line.trim() !== '') || !/:\s*[[{]/.test(first)
}

function decode(head: Uint8Array): string {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(head)
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => head[i] === byte)
}
