import { AssayError } from '@/core/errors.ts'
import { type Link, type ModelColumn, SET_WORDS, type TreeModel } from '@/core/trees/model.ts'

/** What stands before the arrays of a file of trees, as JSON. */
export interface TreeHeader {
  readonly format: 'assay.trees'
  readonly version: 1
  readonly link: Link
  readonly outputs: number
  readonly columns: readonly (
    | { readonly kind: 'number' }
    | { readonly kind: 'category'; readonly bins: number; readonly categories: number }
  )[]
  readonly trees: number
  readonly nodes: number
  readonly sets: number
  readonly values: number
  readonly base: readonly number[]
}

/** Bytes before the header: its length, as 32 bits, little-endian. */
const PREFIX = 4

type Arrays = Omit<TreeModel, 'columns' | 'link' | 'outputs' | 'base'> & { readonly bins: Uint8Array }

const ALIGNMENT = 8

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

/** Arrays in the order in which they lie, each where a multiple of eight bytes begins. */
function sizesOf({ trees, nodes, sets, values, columns }: TreeHeader): Readonly<Record<keyof Arrays, number>> {
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
  const header: TreeHeader = {
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

export function damaged(what: string): AssayError {
  return new AssayError('bundle.damaged', `A file of trees is damaged: ${what}.`)
}

/** The text of a file's header. @throws AssayError `bundle.damaged` where there is none. */
export function headerText(bytes: ArrayBuffer): string {
  if (bytes.byteLength < PREFIX) throw damaged('it is too short')
  const length = new DataView(bytes).getUint32(0, true)
  if (length > bytes.byteLength - PREFIX) throw damaged('it is too short')
  return new TextDecoder().decode(new Uint8Array(bytes, PREFIX, length))
}

/**
 * The model of a file of which header and size are right; what its arrays hold is taken as it is. They are views on a copy
 * of the bytes.
 * @throws AssayError `bundle.damaged` where the size is another.
 */
export function readTrees(header: TreeHeader, bytes: ArrayBuffer): TreeModel {
  const { arrays, rest } = readArrays(header, bytes)
  if (rest !== 0) throw damaged('its size is not the one it says')
  const { bins, ...kept } = arrays
  const { link, outputs } = header
  return { columns: readColumns(header, bins), link, outputs, base: Float64Array.from(header.base), ...kept }
}

function readArrays(header: TreeHeader, bytes: ArrayBuffer) {
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

function readColumns({ columns }: TreeHeader, bins: Uint8Array): readonly ModelColumn[] {
  let at = 0
  return columns.map((column) => {
    if (column.kind === 'number') return column
    const binOfCode = bins.subarray(at, at + column.categories)
    at += column.categories
    if (binOfCode.some((bin) => bin > column.bins)) throw damaged('a category has a bin that is not there')
    return { kind: 'category', bins: column.bins, binOfCode }
  })
}
