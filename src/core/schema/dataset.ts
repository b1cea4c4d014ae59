import { COLUMN_TYPES } from '../dataset/column.ts'
import { type CellIssueKind, type Dataset, ENCODING_NAMES } from '../dataset/dataset.ts'
import type { EditRecord } from '../dataset/edit.ts'
import { type ColumnSummary, SUMMARY_BINS, TOP_VALUES } from '../profile/profile.ts'
import { cell, count, digest, exactly, finite, id, MANY, ms, name, partial, prose, SOME } from './parts.ts'
import { z } from './zod.ts'

const ISSUE_KINDS = [
  'padded',
  'cut',
  'coerced',
  'rejected',
  'quote',
  'undecoded',
] as const satisfies readonly CellIssueKind[]

export const columnType = z.enum(COLUMN_TYPES)

const summary = exactly<ColumnSummary>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('numeric'),
      missing: count,
      distinct: count,
      min: finite.nullable(),
      max: finite.nullable(),
      mean: finite.nullable(),
      std: finite.nullable(),
      median: finite.nullable(),
      bins: z.array(count).max(SUMMARY_BINS * 50),
      values: z.exactOptional(z.array(z.object({ value: finite, count })).max(TOP_VALUES * 20)),
      sorted: z.boolean(),
    }),
    z.object({
      kind: z.literal('coded'),
      missing: count,
      distinct: count,
      top: z.array(z.object({ value: cell, count })).max(TOP_VALUES * 20),
      meanLength: finite,
    }),
  ]),
)

const dialect = z.object({
  encoding: z.enum(ENCODING_NAMES),
  delimiter: z.string().length(1),
  quote: z.enum(['"', "'"]),
  escape: z.exactOptional(z.enum(['doubled', 'backslash'])),
  header: z.boolean(),
  trim: z.boolean(),
  missing: z.array(cell).max(SOME),
  preamble: z.exactOptional(count),
  comment: z.exactOptional(z.string().max(10)),
  decimal: z.exactOptional(z.enum(['.', ','])),
  thousands: z.exactOptional(z.enum(['', ',', '.', ' ', "'"])),
  dateOrder: z.exactOptional(z.enum(['dmy', 'mdy'])),
})

const { shape } = dialect
const fixed = z.object({
  ...shape,
  encoding: z.exactOptional(shape.encoding),
  delimiter: z.exactOptional(shape.delimiter),
  quote: z.exactOptional(shape.quote),
  header: z.exactOptional(shape.header),
  trim: z.exactOptional(shape.trim),
  missing: z.exactOptional(shape.missing),
})

const doubt = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('missing'), token: cell, cells: count, columns: z.array(name).max(MANY) }),
  z.object({ kind: z.literal('dateOrder'), example: cell, cells: count, columns: z.array(name).max(MANY) }),
  z.object({
    kind: z.literal('encoding'),
    example: cell,
    readings: z.array(z.object({ encoding: z.enum(ENCODING_NAMES), text: cell })).max(ENCODING_NAMES.length),
    cells: count,
    columns: z.array(name).max(MANY),
  }),
])

const stored = z.object({ digest, width: z.exactOptional(z.literal(4)) })
const column = z.object({
  name,
  type: columnType,
  kind: z.enum(['numeric', 'coded']),
  width: z.exactOptional(z.literal(4)),
  digest,
  zone: z.exactOptional(z.enum(['none', 'stated', 'mixed'])),
})
const rows = z.object({
  count,
  keys: z.exactOptional(z.array(count).max(SOME)),
  stored: z.exactOptional(stored),
})
const edit = exactly<EditRecord>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('setCells'), column: name, value: cell, rows }),
    z.object({ kind: z.literal('dropRows'), rows }),
    z.object({ kind: z.literal('setWeights'), weight: finite.min(0), rows }),
  ]),
)

export const datasetSchema = exactly<Dataset>()(
  z.object({
    schema: z.literal(1),
    id,
    name,
    version: count,
    lineage: id,
    rows: count,
    columns: z.array(column.extend({ summary })).max(MANY),
    source: z.object({
      kind: z.enum(['file', 'sample', 'bundle', 'paste']),
      fileName: name,
      bytes: count,
      dialect: z.exactOptional(dialect),
      fixed: z.exactOptional(fixed),
      format: z.exactOptional(z.enum(['csv', 'json', 'jsonl', 'parquet'])),
      packed: z.exactOptional(z.enum(['gzip', 'zip'])),
      files: z.exactOptional(z.array(z.object({ fileName: name, bytes: count, rows: count })).max(SOME)),
      readMs: ms,
    }),
    issues: z.object({
      counts: partial(ISSUE_KINDS, count),
      samples: z
        .array(
          z.object({
            kind: z.enum(ISSUE_KINDS),
            line: count,
            row: z.exactOptional(count),
            file: z.exactOptional(name),
            column: name,
            raw: cell,
            reason: prose,
          }),
        )
        .max(SOME),
    }),
    doubts: z.exactOptional(z.array(doubt).max(SOME)),
    settled: z.exactOptional(z.array(cell).max(SOME)),
    parent: z.exactOptional(id),
    edits: z.exactOptional(z.array(edit).max(SOME)),
    rowIds: z.exactOptional(stored),
    weights: z.exactOptional(stored),
    firstRead: z.exactOptional(z.object({ rows: count, columns: z.array(column).max(MANY) })),
    createdAt: ms,
    deletedAt: ms.optional(),
  }),
)
