import { gzipSync } from 'node:zlib'

/** How a column is written: the physical type's number, what annotates it, and each value's bytes. */
interface Kind {
  readonly type: number
  readonly length?: number
  readonly converted?: number
  readonly scale?: number
  readonly logical?: Struct
  encode(value: never): number[]
}

const little = (bytes: number) => (value: number | bigint) =>
  Array.from({ length: bytes }, (_, i) => Number(BigInt.asUintN(8, BigInt(value) >> BigInt(8 * i))))
const floats = (Type: typeof Float32Array | typeof Float64Array) => (value: number) => [
  ...new Uint8Array(Type.of(value).buffer),
]
const byteArray = (value: string | Uint8Array) => {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
  return [...little(4)(bytes.length), ...bytes]
}
const bigEndian = (bytes: number) => (value: bigint) => little(bytes)(value).toReversed()

/** Kinds of columns by name. A timestamp's value is in its unit. Numbers are those of parquet.thrift. */
const PARQUET_KINDS = {
  boolean: { type: 0, encode: () => [] },
  int32: { type: 1, encode: little(4) },
  int64: { type: 2, encode: little(8) },
  float: { type: 4, encode: floats(Float32Array) },
  double: { type: 5, encode: floats(Float64Array) },
  string: { type: 6, converted: 0, encode: byteArray },
  binary: { type: 6, encode: byteArray },
  date: { type: 1, converted: 6, encode: little(4) },
  timeMillis: { type: 1, converted: 7, encode: little(4) },
  timestampMillis: { type: 2, converted: 9, encode: little(8) },
  localMicros: {
    type: 2,
    logical: [
      [
        8,
        'struct',
        [
          [1, 'bool', false],
          [2, 'struct', [[2, 'struct', []]]],
        ],
      ],
    ],
    encode: little(8),
  },
  decimal: { type: 1, converted: 5, scale: 2, encode: little(4) },
  wideDecimal: { type: 7, length: 12, converted: 5, scale: 3, encode: bigEndian(12) },
  list: { type: 1, encode: little(4) },
} as const satisfies Record<string, Kind>

export interface ParquetColumn {
  readonly name: string
  readonly kind: keyof typeof PARQUET_KINDS
  /** Null where missing. Of a list, the lists. */
  readonly values: readonly unknown[]
}

/** A small Parquet file, each column optional, plainly encoded, a page a row group. */
export function writeParquet(
  columns: readonly ParquetColumn[],
  { groupRows = Number.MAX_SAFE_INTEGER, codec = 'none' as 'none' | 'gzip' } = {},
): Uint8Array<ArrayBuffer> {
  const out: number[] = [...MAGIC]
  const rows = columns[0]!.values.length
  const groups: Struct[] = []
  for (let start = 0; start < rows; start += groupRows) {
    const end = Math.min(rows, start + groupRows)
    const chunks = columns.map((column) => {
      const kind: Kind = PARQUET_KINDS[column.kind]
      const { page, count } = writePage(column, kind, start, end)
      const packed = codec === 'gzip' ? [...gzipSync(Uint8Array.from(page))] : page
      const offset = out.length
      const header: Struct = [
        [1, 'i32', 0],
        [2, 'i32', page.length],
        [3, 'i32', packed.length],
        [
          5,
          'struct',
          [
            [1, 'i32', count],
            [2, 'i32', 0],
            [3, 'i32', 3],
            [4, 'i32', 3],
          ],
        ],
      ]
      for (const byte of [...writeStruct(header), ...packed]) out.push(byte)
      const path = column.kind === 'list' ? [column.name, 'list', 'element'] : [column.name]
      const meta: Struct = [
        [1, 'i32', kind.type],
        [2, 'list', { of: 'i32', items: [0, 3] }],
        [3, 'list', { of: 'binary', items: path }],
        [4, 'i32', codec === 'gzip' ? 2 : 0],
        [5, 'i64', count],
        [6, 'i64', page.length],
        [7, 'i64', out.length - offset],
        [9, 'i64', offset],
      ]
      return [
        [2, 'i64', offset],
        [3, 'struct', meta],
      ] satisfies Struct
    })
    groups.push([
      [1, 'list', { of: 'struct', items: chunks }],
      [2, 'i64', 0],
      [3, 'i64', end - start],
    ])
  }
  const schema: Struct[] = [
    [
      [4, 'binary', 'schema'],
      [5, 'i32', columns.length],
    ],
    ...columns.flatMap(schemaOf),
  ]
  const footer = writeStruct([
    [1, 'i32', 1],
    [2, 'list', { of: 'struct', items: schema }],
    [3, 'i64', rows],
    [4, 'list', { of: 'struct', items: groups }],
  ])
  return Uint8Array.from([...out, ...footer, ...little(4)(footer.length), ...MAGIC])
}

const MAGIC = [...'PAR1'].map((letter) => letter.charCodeAt(0))
const [OPTIONAL, REPEATED] = [1, 2]

function schemaOf({ name, kind }: ParquetColumn): Struct[] {
  const { type, length, converted, scale, logical }: Kind = PARQUET_KINDS[kind]
  if (kind === 'list')
    return [
      [
        [3, 'i32', OPTIONAL],
        [4, 'binary', name],
        [5, 'i32', 1],
        [6, 'i32', 3],
      ],
      [
        [3, 'i32', REPEATED],
        [4, 'binary', 'list'],
        [5, 'i32', 1],
      ],
      [
        [1, 'i32', type],
        [3, 'i32', OPTIONAL],
        [4, 'binary', 'element'],
      ],
    ]
  return [
    [
      [1, 'i32', type],
      ...(length === undefined ? [] : [[2, 'i32', length] as const]),
      [3, 'i32', OPTIONAL],
      [4, 'binary', name],
      ...(converted === undefined ? [] : [[6, 'i32', converted] as const]),
      ...(scale === undefined ? [] : [[7, 'i32', scale] as const, [8, 'i32', 9] as const]),
      ...(logical === undefined ? [] : [[10, 'struct', logical] as const]),
    ],
  ]
}

function writePage({ kind: name, values }: ParquetColumn, kind: Kind, start: number, end: number) {
  const part = values.slice(start, end)
  if (name === 'list') {
    const lists = part as (number[] | null)[]
    const repeats = lists.flatMap((list) => (list && list.length > 0 ? list.map((_, i) => Math.min(i, 1)) : [0]))
    const defined = lists.flatMap((list) => (!list ? [0] : list.length === 0 ? [1] : list.map(() => 3)))
    const cells = lists.flatMap((list) => list ?? []).flatMap((cell) => kind.encode(cell as never))
    return { page: [...writeLevels(repeats), ...writeLevels(defined), ...cells], count: defined.length }
  }
  const levels = writeLevels(part.map((value) => (value === null ? 0 : 1)))
  const present = part.filter((value) => value !== null)
  const cells =
    name === 'boolean'
      ? Array.from({ length: Math.ceil(present.length / 8) }, (_, i) =>
          present.slice(i * 8, i * 8 + 8).reduce<number>((byte, bit, k) => byte | (Number(bit) << k), 0),
        )
      : present.flatMap((value) => kind.encode(value as never))
  return { page: [...levels, ...cells], count: part.length }
}

/** Levels as runs of one each: right, if not short. */
function writeLevels(levels: readonly number[]): number[] {
  const runs = levels.flatMap((level) => [2, level])
  return [...little(4)(runs.length), ...runs]
}

type Field =
  | readonly [id: number, type: 'i32' | 'i64', value: number]
  | readonly [id: number, type: 'bool', value: boolean]
  | readonly [id: number, type: 'binary', value: string]
  | readonly [id: number, type: 'struct', value: Struct]
  | readonly [id: number, type: 'list', value: List]
type Struct = readonly Field[]
type List =
  | { readonly of: 'i32'; readonly items: readonly number[] }
  | { readonly of: 'binary'; readonly items: readonly string[] }
  | { readonly of: 'struct'; readonly items: readonly Struct[] }

const WIRE = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const

/** Thrift's compact protocol; ids of fields ascend by less than 16. */
function writeStruct(fields: Struct): number[] {
  let before = 0
  const bytes = fields.flatMap((field) => {
    const [id, type, value] = field
    const wire = type === 'bool' ? (value ? 1 : 2) : WIRE[type]
    const head = ((id - before) << 4) | wire
    before = id
    return [head, ...(type === 'bool' ? [] : writeValue(type, value))]
  })
  return [...bytes, 0]
}

function writeValue(type: keyof typeof WIRE, value: unknown): number[] {
  if (type === 'struct') return writeStruct(value as Struct)
  if (type === 'binary') {
    const bytes = new TextEncoder().encode(value as string)
    return [...varint(bytes.length), ...bytes]
  }
  if (type !== 'list') return varint((value as number) * 2)
  const { of, items } = value as List
  return [0xf0 | WIRE[of], ...varint(items.length), ...items.flatMap((item) => writeValue(of, item))]
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]
}
