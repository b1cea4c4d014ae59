import type { ColumnSummary } from '../profile/profile.ts'
import type { DateOrder } from './cell.ts'
import type { ColumnType, Zone } from './column.ts'
import type { EditRecord } from './edit.ts'

/** The content hash of a dataset's columns: equal content, equal id. */
export type DatasetId = string & { readonly noun?: 'dataset' }

/** Encodings that a file may be read in: by the WHATWG's names. */
export const ENCODING_NAMES = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'iso-8859-2',
  'koi8-r',
  'macintosh',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const

/** How the bytes of a file are read. Every part is found by looking at the file unless the person set it. */
export interface Dialect {
  readonly encoding: (typeof ENCODING_NAMES)[number]
  /** One ASCII character: comma, semicolon, tab, vertical bar, space, colon, or whatever the person says. */
  readonly delimiter: string
  readonly quote: '"' | "'"
  /** How a quote within quotes is written: twice (RFC 4180), or after a backslash. Twice where absent. */
  readonly escape?: 'doubled' | 'backslash'
  /** Whether the first row names the columns. */
  readonly header: boolean
  /** Whether spaces around cells are dropped. */
  readonly trim: boolean
  /** Cell texts (after trimming) that count as missing; the empty cell always does. */
  readonly missing: readonly string[]
  /** Lines before the table: a title, a `sep=` line. Counted as the file has them; blank ones too. None where absent. */
  readonly preamble?: number
  /** Lines that begin with this are left out and counted. None where absent or empty. */
  readonly comment?: string
  /** The decimal mark of numbers; a point where absent. */
  readonly decimal?: '.' | ','
  /** What parts the thousands of numbers; nothing where absent or empty. */
  readonly thousands?: '' | ',' | '.' | ' ' | "'"
  /** Which number of `01/02/2020` is the day, where the person said so; else each column must prove it. */
  readonly dateOrder?: DateOrder
}

/** What a person may fix before reading; the rest is found. */
export type ReadOptions = Partial<Dialect> & {
  /** Types fixed by column name; the others are inferred. */
  readonly types?: Readonly<Record<string, ColumnType>>
}

/** Why a cell or row is not what the file says, counted and shown, never hidden. */
export type CellIssueKind = 'padded' | 'cut' | 'coerced' | 'rejected' | 'quote' | 'undecoded'

/** One cell that was padded, cut, coerced or rejected. */
export interface CellIssue {
  readonly kind: CellIssueKind
  /** 1-based line of the file at which the record starts; the record's number where the file has no lines. */
  readonly line: number
  /** The row of the table, from 0, where one is known. */
  readonly row?: number
  /** Which file, where several were read as one. */
  readonly file?: string
  readonly column: string
  readonly raw: string
  readonly reason: string
}

export interface IssueReport {
  readonly counts: Readonly<Partial<Record<CellIssueKind, number>>>
  /** The first of them, at most `ISSUES_KEPT` of each kind. */
  readonly samples: readonly CellIssue[]
}

export const ISSUES_KEPT = 200

/** A column of a stored dataset: what it means, and where its values lie (by digest, shared between versions). */
export interface ColumnMeta {
  readonly name: string
  readonly type: ColumnType
  readonly kind: 'numeric' | 'coded'
  /** Bytes of each value where they are not the usual ones: 4 for numbers that all fit a 32-bit float. */
  readonly width?: 4
  /** SHA-256 that names the column's file. */
  readonly digest: string
  /** For instants: what the file says of their zone. */
  readonly zone?: Zone
  readonly summary: ColumnSummary
}

/** A stored column without its summary: enough to open it. */
export type StoredColumn = Omit<ColumnMeta, 'summary'>

/** What opening some columns of a dataset needs to know. */
export interface StoredTable extends Pick<Dataset, 'id' | 'name' | 'source' | 'rows'> {
  readonly columns: readonly StoredColumn[]
}

/** Numbers that a version keeps beside its columns, one a row. They lie in a file as a numeric column does. */
export interface StoredNumbers {
  /** SHA-256 that names the file. */
  readonly digest: string
  /** As of {@link ColumnMeta}. */
  readonly width?: 4
}

/** Columns as they were before any row was edited, in their present types. */
export interface FirstRead {
  readonly rows: number
  readonly columns: readonly StoredColumn[]
}

/** Something about a file that only a person can decide. Until then nothing is taken: the cells are as they stand. */
export type Doubt =
  /** A number that looks like a mark for "no value": far from the other values of its columns, and often repeated. */
  | { readonly kind: 'missing'; readonly token: string; readonly cells: number; readonly columns: readonly string[] }
  /** Dates such as `01/02/2020` of which nothing proves whether the day or the month comes first. They are text. */
  | {
      readonly kind: 'dateOrder'
      readonly example: string
      readonly cells: number
      readonly columns: readonly string[]
    }
  /** Texts that are not UTF-8, and that read as Windows-1252 are words of no language. */
  | {
      readonly kind: 'encoding'
      readonly example: string
      /** What the example says in other encodings. */
      readonly readings: readonly { readonly encoding: Dialect['encoding']; readonly text: string }[]
      readonly cells: number
      readonly columns: readonly string[]
    }

/** What a table is written in. */
export type TableFormat = 'csv' | 'json' | 'jsonl' | 'parquet'

/** One of the files that a dataset was read from. */
interface SourceFile {
  readonly fileName: string
  /** As it lies on disk, packed where it is packed. */
  readonly bytes: number
  readonly rows: number
}

/** Where a dataset came from: the file's facts, never its path. */
export interface DatasetSource {
  readonly kind: 'file' | 'sample' | 'bundle' | 'paste'
  /** Of several files, the first one's; of a zip, the zip's own. */
  readonly fileName: string
  readonly bytes: number
  /** How a CSV file was read; the other formats have no dialect. */
  readonly dialect?: Dialect
  /** What the person fixed of how it was read; the rest was found. Nothing where absent. */
  readonly fixed?: Partial<Dialect>
  /** CSV where absent. */
  readonly format?: TableFormat
  /** What the table was packed in, if it was. */
  readonly packed?: 'gzip' | 'zip'
  /** The files read as one dataset, or those of a zip; absent where it is one file. */
  readonly files?: readonly SourceFile[]
  readonly readMs: number
}

/**
 * Typed columns of a file. Immutable but for its name and deletion; a changed type or an edit of rows makes the next
 * version.
 */
export interface Dataset {
  readonly schema: 1
  readonly id: DatasetId
  readonly name: string
  /** v0, v1 … of one name; versions share `lineage`, the id of v0. */
  readonly version: number
  readonly lineage: DatasetId
  readonly rows: number
  readonly columns: readonly ColumnMeta[]
  readonly source: DatasetSource
  readonly issues: IssueReport
  /** What the reading left for a person to decide; none where absent. */
  readonly doubts?: readonly Doubt[]
  /** Doubts that the person answered by leaving the cells as they stand, by `doubtKey`. */
  readonly settled?: readonly string[]
  /** The version that this one was made of; absent for v0, and for versions of an older Assay. */
  readonly parent?: DatasetId
  /** What was done to the rows of `parent`, in order; absent where something else was. */
  readonly edits?: readonly EditRecord[]
  /** Each row's key, its ordinal when it was first read, ascending; absent where row i has key i. */
  readonly rowIds?: StoredNumbers
  /** What each row counts in training, 0 or more; absent where every row counts 1. */
  readonly weights?: StoredNumbers
  /** What splits are dealt over, so that no edit moves a row across one; absent where that is this version itself. */
  readonly firstRead?: FirstRead
  readonly createdAt: number
  readonly deletedAt?: number | undefined
}
