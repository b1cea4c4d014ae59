import { formatUnits } from '../format/format.ts'
import type { DatasetSource, Dialect, TableFormat } from './dataset.ts'

/** Delimiters that have a name. */
export const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
  ' ': 'space',
  ':': 'colon',
}

export const ENCODINGS: Readonly<Record<Dialect['encoding'], string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
}

export const QUOTES: Readonly<Record<Dialect['quote'], string>> = { '"': 'double quotes', "'": 'single quotes' }

/** What each format is called. */
const FORMATS: Readonly<Record<TableFormat, string>> = {
  csv: 'CSV',
  json: 'JSON',
  jsonl: 'JSON Lines',
  parquet: 'Parquet',
}

/** How a dataset's file was read: its format where it has no dialect, and what it was packed in. */
export function describeSource({ kind, format = 'csv', packed, files, dialect }: DatasetSource): string[] {
  return [
    ...(dialect ? describeDialect(dialect) : [FORMATS[format]]),
    ...(kind === 'paste' ? ['pasted'] : []),
    ...(packed ? [packed === 'gzip' ? 'unpacked from gzip' : 'unpacked from a zip'] : []),
    ...(files && files.length > 1 ? [`${formatUnits(files.length, 'file')} as one`] : []),
  ]
}

/** Missing tokens that are named one by one; of more, the count. */
const TOKENS_NAMED = 4

/** How a file was read, a few words for each part. */
export function describeDialect({ delimiter, header, encoding, quote, trim, missing }: Dialect): string[] {
  const tokens = missing.filter((token) => token !== '')
  return [
    DELIMITERS[delimiter] ?? `“${delimiter}”`,
    header ? 'header row' : 'no header row',
    ENCODINGS[encoding],
    QUOTES[quote],
    trim ? 'spaces trimmed' : 'spaces kept',
    tokens.length === 0
      ? 'only empty = missing'
      : tokens.length <= TOKENS_NAMED
        ? `${tokens.join(' ')} = missing`
        : `${tokens.slice(0, TOKENS_NAMED - 1).join(' ')} and ${formatUnits(tokens.length - TOKENS_NAMED + 1, 'more word')} = missing`,
  ]
}
