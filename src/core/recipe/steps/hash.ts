import { md5 } from '@noble/hashes/legacy.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { FrameColumn } from '../../dataset/column.ts'
import { fill, inSlices, TEXTS_AT_ONCE } from '../../work.ts'
import { type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { takesTexts } from './lookup.ts'
import { requireCodes } from './require.ts'
import { replaceInSql, sqlName } from './sql.ts'

const MOST_BUCKETS = 1_024

/** The bucket is the first 32 bits of md5(text) modulo their number; the sign is the last bit. */
function place(text: string, buckets: number, signed: boolean): { bucket: number; sign: number } {
  const digest = md5(utf8ToBytes(text))
  const first = new DataView(digest.buffer, digest.byteOffset).getUint32(0)
  return { bucket: first % buckets, sign: signed && digest[15]! % 2 === 1 ? -1 : 1 }
}

const bucketName = (column: string, bucket: number) => `${column} hash ${bucket}`

/**
 * Replaces a column by `buckets` columns, each value 1 (or −1) in one of them that its md5 gives: so any number of values
 * fits, new ones too, without a table of them (the hashing trick, Weinberger and others 2009). Values may share a bucket.
 * A missing cell is 0 in all.
 */
export const hash: ColumnStepInfo<'hash'> = {
  scope: 'columns',
  group: 'Categories',
  label: 'Hash',
  blurb: 'Spreads any number of values, new ones too, over a few 0/1 columns by a hash.',
  rowLocal: true,
  ...takesTexts,
  fields: [
    { key: 'buckets', field: 'number', label: 'Columns for each', min: 2, max: MOST_BUCKETS, isWhole: true },
    {
      key: 'signed',
      field: 'toggle',
      label: 'Half of the values count −1, so that those that share a column cancel out',
    },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), buckets: 16, signed: false }),
  describe: ({ columns, buckets, signed }) =>
    `Hash ${listNames(columns)} into ${buckets} columns${signed ? ' of −1, 0 and 1' : ''}${columns.length > 1 ? ' each' : ''}`,
  problems: ({ buckets }) =>
    Number.isInteger(buckets) && buckets >= 2 && buckets <= MOST_BUCKETS
      ? []
      : [`the number of columns must lie between 2 and ${MOST_BUCKETS}`],
  outcome: ({ columns, buckets, signed }, heads) =>
    heads.flatMap((head) =>
      columns.includes(head.name)
        ? Array.from({ length: buckets }, (_, bucket) => ({
            name: bucketName(head.name, bucket),
            type: signed ? ('integer' as const) : ('boolean' as const),
          }))
        : [head],
    ),
  fit: ({ columns, buckets, signed }) => ({ kind: 'hash', columns, buckets, signed }),
  apply({ columns, buckets, signed }, frame) {
    for (const name of columns) requireCodes(frame, name)
    return replaceColumns(frame, function* (column) {
      const { name, vector } = column
      if (!columns.includes(name) || vector.kind !== 'coded') return [column]
      const { codes, dictionary } = vector
      const places = yield* fill(
        new Array<{ bucket: number; sign: number }>(dictionary.length),
        (code) => place(dictionary[code]!, buckets, signed),
        TEXTS_AT_ONCE,
      )
      const cells = Array.from({ length: buckets }, () => new Float64Array(codes.length))
      yield* inSlices(codes.length, (start, end) => {
        for (let row = start; row < end; row++) {
          const own = places[codes[row]!]
          if (own) cells[own.bucket]![row] = own.sign
        }
      })
      return cells.map(
        (values, bucket): FrameColumn => ({
          name: bucketName(name, bucket),
          type: signed ? 'integer' : 'boolean',
          vector: { kind: 'numeric', values },
        }),
      )
    })
  },
  sql: ({ columns, buckets, signed }, heads) =>
    replaceInSql(heads, ({ name }) => {
      if (!columns.includes(name)) return undefined
      const digest = `md5(p.${sqlName(name)})`
      const bucket = `('0x' || substr(${digest}, 1, 8))::BIGINT % ${buckets}`
      const isOdd = `substr(${digest}, 32) IN ('1', '3', '5', '7', '9', 'b', 'd', 'f')`
      return Array.from({ length: buckets }, (_, own) => {
        const isIn = `coalesce(${bucket} = ${own}, false)`
        return signed
          ? {
              name: bucketName(name, own),
              type: 'integer' as const,
              sql: `(CASE WHEN NOT ${isIn} THEN 0 WHEN ${isOdd} THEN -1 ELSE 1 END)::DOUBLE`,
            }
          : { name: bucketName(name, own), type: 'boolean' as const, sql: isIn }
      })
    }),
}
