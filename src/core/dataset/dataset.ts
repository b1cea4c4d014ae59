import type { ColumnSummary } from '../profile/profile.ts'
import type { ColumnType } from './column.ts'

/** The content hash of a dataset's columns: equal content, equal id. */
export type DatasetId = string & { readonly noun?: 'dataset' }

/** How the bytes of a file are read. Every part is found by looking at the file unless the person set it. */
export interface Dialect {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  readonly delimiter: ',' | ';' | '\t' | '|'
  readonly quote: '"' | "'"
  /** Whether the first row names the columns. */
  readonly header: boolean
  /** Whether spaces around cells are dropped. */
  readonly trim: boolean
  /** Cell texts (after trimming) that count as missing; the empty cell always does. */
  readonly missing: readonly string[]
}

/** What a person may fix before reading; the rest is found. */
export type ReadOptions = Partial<Dialect> & {
  /** Types fixed by column name; the others are inferred. */
  readonly types?: Readonly<Record<string, ColumnType>>
}

/** Why a cell or row is not what the file says, counted and shown, never hidden. */
export type CellIssueKind = 'padded' | 'cut' | 'coerced' | 'rejected' | 'quote'

/** One cell that was padded, cut, coerced or rejected. */
export interface CellIssue {
  readonly kind: CellIssueKind
  /** 1-based line of the file at which the record starts. */
  readonly line: number
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
  /** SHA-256 that names the column's file. */
  readonly digest: string
  readonly summary: ColumnSummary
}

/** Where a dataset came from: the file's facts, never its path. */
export interface DatasetSource {
  readonly kind: 'file' | 'sample' | 'bundle'
  readonly fileName: string
  readonly bytes: number
  readonly dialect: Dialect
  readonly readMs: number
}

/** Typed columns of a file. Immutable but for its name and deletion; a changed type makes the next version. */
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
  readonly createdAt: number
  readonly deletedAt?: number | undefined
}
