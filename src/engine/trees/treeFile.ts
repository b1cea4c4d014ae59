import { AssayError } from '@/core/errors.ts'
import { count, finite, MANY } from '@/core/schema/parts.ts'
import { z } from '@/core/schema/zod.ts'
import { LINKS, MOST_DEPTH, type ModelColumn, SET_WORDS, type TreeModel } from '@/core/trees/model.ts'
import { MOST_BINS } from './bins.ts'

/** Most nodes, categories and values of a model that are read: far above what training makes. */
const MOST_CELLS = 2 ** 29

const size = count.max(MOST_CELLS)

const headerSchema = z.object({
  format: z.literal('assay.trees'),
  version: z.literal(1),
  link: z.enum(LINKS),
  outputs: z.int().min(1).max(1_000_000),
  columns: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('number') }),
        z.object({ kind: z.literal('category'), bins: count.max(MOST_BINS), categories: size }),
      ]),
    )
    .max(MANY),
  trees: size,
  nodes: size,
  sets: size,
  values: size,
  base: z.array(finite).max(1_000_000),
})
type Header = z.infer<typeof headerSchema>

/** Bytes before the header: its length, as 32 bits, little-endian. */
const PREFIX = 4

type Arrays = Omit<TreeModel, 'columns' | 'link' | 'outputs' | 'base'> & { readonly bins: Uint8Array }

const ALIGNMENT = 8

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

/** Arrays in the order in which they lie, each where a multiple of eight bytes begins. */
function sizesOf({ trees, nodes, sets, values, columns }: Header): Readonly<Record<keyof Arrays, number>> {
  return {
    starts: trees + 1,
    treeOutput: trees,
    feature: nodes,
    threshold: nodes,
    missingLeft: nodes,
    left: nodes,
    cover: nodes,
    sets: sets * SET_WORDS,
    values,
    gains: columns.length,
    splits: columns.length,
    bins: columns.reduce((sum, column) => sum + (column.kind === 'category' ? column.categories : 0), 0),
  }
}

const TYPES = {
  starts: Uint32Array,
  treeOutput: Int32Array,
  feature: Int32Array,
  threshold: Float64Array,
  missingLeft: Uint8Array,
  left: Uint32Array,
  cover: Float32Array,
  sets: Uint32Array,
  values: Float64Array,
  gains: Float64Array,
  splits: Uint32Array,
  bins: Uint8Array,
} as const

/**
 * A model as bytes: the length of a header as 32 bits, the header as JSON, then its arrays, each at a multiple of eight
 * bytes, little-endian.
 */
export function encodeTrees(model: TreeModel): ArrayBuffer {
  const { columns, link, outputs, base, ...arrays } = model
  const header: Header = {
    format: 'assay.trees',
    version: 1,
    link,
    outputs,
    base: [...base],
    columns: columns.map((column) =>
      column.kind === 'number'
        ? { kind: 'number' }
        : { kind: 'category', bins: column.bins, categories: column.binOfCode.length },
    ),
    trees: model.treeOutput.length,
    nodes: model.feature.length,
    sets: model.sets.length / SET_WORDS,
    values: model.values.length,
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const sizes = sizesOf(header)
  const start = aligned(PREFIX + text.length)
  const names = Object.keys(TYPES) as (keyof Arrays)[]
  const bytes = new Uint8Array(
    names.reduce((sum, name) => sum + aligned(sizes[name] * TYPES[name].BYTES_PER_ELEMENT), start),
  )
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, PREFIX)
  let at = start
  for (const name of names) {
    const place = at
    at += aligned(sizes[name] * TYPES[name].BYTES_PER_ELEMENT)
    if (name === 'bins') {
      let code = place
      for (const column of columns)
        if (column.kind === 'category') {
          bytes.set(column.binOfCode, code)
          code += column.binOfCode.length
        }
    } else {
      const { buffer, byteOffset, byteLength } = arrays[name]
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), place)
    }
  }
  return bytes.buffer
}

/**
 * The inverse of {@link encodeTrees}, for bytes of anybody: nothing that comes out can lead a prediction astray. The arrays
 * are views on a copy of the bytes.
 * @throws AssayError `bundle.damaged`, saying what is wrong.
 */
export function decodeTrees(bytes: ArrayBuffer): TreeModel {
  const header = readHeader(bytes)
  const { arrays, rest } = readArrays(header, bytes)
  if (rest !== 0) throw damaged('its size is not the one it says')
  const { bins, ...kept } = arrays
  const columns = readColumns(header, bins)
  const model: TreeModel = {
    columns,
    link: header.link,
    outputs: header.outputs,
    base: Float64Array.from(header.base),
    ...kept,
  }
  checkModel(model)
  return model
}

function damaged(what: string): AssayError {
  return new AssayError('bundle.damaged', `A file of trees is damaged: ${what}.`)
}

function readHeader(bytes: ArrayBuffer): Header {
  if (bytes.byteLength < PREFIX) throw damaged('it is too short')
  const length = new DataView(bytes).getUint32(0, true)
  if (length > bytes.byteLength - PREFIX) throw damaged('it is too short')
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes, PREFIX, length)))
  } catch {
    throw damaged('its header cannot be read')
  }
  const parsed = headerSchema.safeParse(json)
  if (!parsed.success) throw damaged(`its header is not one of trees (${parsed.error.issues[0]?.message ?? ''})`)
  return parsed.data
}

function readArrays(header: Header, bytes: ArrayBuffer) {
  const sizes = sizesOf(header)
  const start = aligned(PREFIX + new DataView(bytes).getUint32(0, true))
  const names = Object.keys(TYPES) as (keyof Arrays)[]
  const end = names.reduce((sum, name) => sum + aligned(sizes[name] * TYPES[name].BYTES_PER_ELEMENT), start)
  if (end > bytes.byteLength) throw damaged('it is too short')
  const copy = bytes.slice(start, end)
  const arrays: { -readonly [name in keyof Arrays]?: Arrays[name] } = {}
  let at = 0
  for (const name of names) {
    const type = TYPES[name]
    Object.assign(arrays, { [name]: new type(copy, at, sizes[name]) })
    at += aligned(sizes[name] * type.BYTES_PER_ELEMENT)
  }
  return { arrays: arrays as Arrays, rest: bytes.byteLength - end }
}

function readColumns({ columns }: Header, bins: Uint8Array): readonly ModelColumn[] {
  let at = 0
  return columns.map((column) => {
    if (column.kind === 'number') return column
    const binOfCode = bins.subarray(at, at + column.categories)
    at += column.categories
    if (binOfCode.some((bin) => bin > column.bins)) throw damaged('a category has a bin that is not there')
    return { kind: 'category', bins: column.bins, binOfCode }
  })
}

const SINGLE = ['identity', 'exponential', 'logistic', 'share']

function checkModel(model: TreeModel): void {
  const { link, outputs, base, starts, treeOutput, feature, cover, values, gains } = model
  if (SINGLE.includes(link) && outputs !== 1) throw damaged('it has more scores than its answers are made of')
  if (base.length !== outputs || !base.every(Number.isFinite)) throw damaged('its first scores are not numbers')
  for (const numbers of [cover, values, gains])
    for (let i = 0; i < numbers.length; i++)
      if (!Number.isFinite(numbers[i]!)) throw damaged('it holds something that is not a number')
  if (starts[0] !== 0 || starts.at(-1) !== feature.length) throw damaged('its trees do not cover its nodes')
  for (let tree = 0; tree < treeOutput.length; tree++) {
    const output = treeOutput[tree]!
    if (output < -1 || output >= outputs) throw damaged('a tree adds to a score that is not there')
    checkTree(model, starts[tree]!, starts[tree + 1]!, output)
  }
}

/** Children lie behind their parents, side by side, and every node but the root is the child of exactly one. */
function checkTree(model: TreeModel, start: number, end: number, output: number): void {
  const { columns, feature, threshold, missingLeft, left, cover, sets, values, outputs } = model
  if (!(start < end)) throw damaged('a tree has no nodes')
  const leafRows = output < 0 ? Math.floor(values.length / outputs) : values.length
  const setCount = sets.length / SET_WORDS
  const depth = new Int32Array(end - start).fill(-1)
  depth[0] = 0
  for (let node = start; node < end; node++) {
    const here = depth[node - start]!
    if (here < 0) throw damaged('a node of a tree hangs on none')
    if (here > MOST_DEPTH) throw damaged(`a tree is deeper than ${MOST_DEPTH}`)
    if (missingLeft[node]! > 1 || cover[node]! < 0) throw damaged('a node of a tree is not one')
    const column = feature[node]!
    if (column === -1) {
      if (left[node]! >= leafRows) throw damaged('a leaf has no value')
      continue
    }
    const known = columns[column]
    if (!known) throw damaged('a tree asks for a column that is not there')
    const cut = threshold[node]!
    const isCut = known.kind === 'number' ? Number.isFinite(cut) : Number.isInteger(cut) && cut >= 0 && cut < setCount
    if (!isCut) throw damaged('a split has no threshold')
    const child = left[node]!
    if (child <= node || child + 1 >= end) throw damaged('a node of a tree has no children')
    for (const each of [child - start, child + 1 - start]) {
      if (depth[each] !== -1) throw damaged('a node of a tree hangs on two')
      depth[each] = here + 1
    }
  }
}
