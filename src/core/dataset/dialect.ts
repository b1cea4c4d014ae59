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
  'windows-1252': 'Windows-1252 (Western European)',
  'windows-1250': 'Windows-1250 (Central European)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1253': 'Windows-1253 (Greek)',
  'windows-1254': 'Windows-1254 (Turkish)',
  'iso-8859-2': 'ISO 8859-2 (Central European)',
  'koi8-r': 'KOI8-R (Cyrillic)',
  macintosh: 'Mac OS Roman',
  shift_jis: 'Shift JIS (Japanese)',
  'euc-jp': 'EUC-JP (Japanese)',
  gb18030: 'GB 18030 (Chinese)',
  big5: 'Big5 (Chinese)',
  'euc-kr': 'EUC-KR (Korean)',
}

export const QUOTES: Readonly<Record<Dialect['quote'], string>> = { '"': 'double quotes', "'": 'single quotes' }

/** What each format is called. */
export const FORMATS: Readonly<Record<TableFormat, string>> = {
  csv: 'CSV',
  json: 'JSON',
  jsonl: 'JSON Lines',
  parquet: 'Parquet',
}

/** A dialect with the usual value of every part that may be absent. The order of dates has none. */
type WholeDialect = Required<Omit<Dialect, 'dateOrder'>> & Pick<Dialect, 'dateOrder'>

export const ESCAPES: Readonly<Record<WholeDialect['escape'], string>> = {
  doubled: 'written twice',
  backslash: 'after a backslash',
}

export const DECIMALS: Readonly<Record<WholeDialect['decimal'], string>> = { '.': 'point', ',': 'comma' }

export const THOUSANDS: Readonly<Record<WholeDialect['thousands'], string>> = {
  '': 'none',
  ',': 'comma',
  '.': 'point',
  ' ': 'space',
  "'": 'apostrophe',
}

export const DATE_ORDERS: Readonly<Record<NonNullable<Dialect['dateOrder']>, string>> = {
  dmy: 'day first',
  mdy: 'month first',
}

/** The dialect with the parts that are absent at their usual values. */
function wholeDialect(dialect: Dialect): WholeDialect {
  return { escape: 'doubled', preamble: 0, comment: '', decimal: '.', thousands: '', ...dialect }
}

/** Whether a text can part the cells of a file: one ASCII character that is no letter, digit, quote or line end. */
export function isDelimiter(text: string): boolean {
  return text.length === 1 && text.charCodeAt(0) < 128 && !/[a-z0-9"'\r\n\0]/i.test(text)
}

/** The name of a delimiter, or the character itself. */
export function nameDelimiter(delimiter: string): string {
  return DELIMITERS[delimiter] ?? `“${delimiter}”`
}

/** Missing tokens that are named one by one; of more, the count. */
const TOKENS_NAMED = 4

/** The words that count as missing besides the empty cell: "NA ?", "NA NaN null and 2 more words". */
export function nameTokens(missing: readonly string[]): string {
  const tokens = missing.filter((token) => token !== '')
  if (tokens.length <= TOKENS_NAMED) return tokens.join(' ')
  const others = tokens.length - TOKENS_NAMED + 1
  return `${tokens.slice(0, TOKENS_NAMED - 1).join(' ')} and ${formatUnits(others, 'more word')}`
}

/** How a file was read, a few words for each part; those parts that are hardly ever unusual, only where they are. */
export function describeDialect(dialect: Dialect): string[] {
  const { escape: escaping, preamble, comment, decimal, thousands, ...usual } = wholeDialect(dialect)
  const { delimiter, header, encoding, quote, dateOrder, trim, missing } = usual
  const unusual = [
    escaping === 'backslash' && 'backslash before quotes',
    preamble > 0 && (preamble === 1 ? 'first line skipped' : `first ${formatUnits(preamble, 'line')} skipped`),
    comment !== '' && `lines with ${comment} left out`,
    decimal === ',' && 'decimal comma',
    thousands !== '' && `${THOUSANDS[thousands]} between thousands`,
    dateOrder && `dates ${DATE_ORDERS[dateOrder]}`,
  ]
  return [
    nameDelimiter(delimiter),
    header ? 'header row' : 'no header row',
    ENCODINGS[encoding],
    QUOTES[quote],
    ...unusual.filter((part) => typeof part === 'string'),
    trim ? 'spaces trimmed' : 'spaces kept',
    `${nameTokens(missing) || 'only empty'} = missing`,
  ]
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
