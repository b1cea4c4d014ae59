import { count, finite, MANY } from '@/core/schema/parts.ts'
import { z } from '@/core/schema/zod.ts'
import { LINKS, MOST_DEPTH, SET_WORDS, type TreeModel } from '@/core/trees/model.ts'
import { MOST_BINS } from './bins.ts'
import { damaged, headerText, readTrees, type TreeHeader } from './treeFile.ts'

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

/**
 * The inverse of `encodeTrees`, for bytes of anybody: nothing that comes out can lead a prediction astray. The arrays are
 * views on a copy of the bytes.
 * @throws AssayError `bundle.damaged`, saying what is wrong.
 */
export function decodeTrees(bytes: ArrayBuffer): TreeModel {
  const model = readTrees(readHeader(bytes), bytes)
  checkModel(model)
  return model
}

function readHeader(bytes: ArrayBuffer): TreeHeader {
  let json: unknown
  const text = headerText(bytes)
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged('its header cannot be read')
  }
  const parsed = headerSchema.safeParse(json)
  if (!parsed.success) throw damaged(`its header is not one of trees (${parsed.error.issues[0]?.message ?? ''})`)
  return parsed.data
}

const SINGLE = ['identity', 'exponential', 'logistic', 'share']

function checkModel(model: TreeModel): void {
  const { link, outputs, base, starts, treeOutput, feature, cover, values, gains } = model
  if (SINGLE.includes(link) && outputs !== 1) throw damaged('it has more scores than its answers are made of')
  if (base.length !== outputs || !base.every(Number.isFinite)) throw damaged('its first scores are not numbers')
  for (const numbers of [cover, values, gains])
    for (let i = 0; i < numbers.length; i++)
      if (!Number.isFinite(numbers[i]!)) throw damaged('it holds something that is not a number')
  // One by one, before anything is made of their sizes: a start that is far beyond the end would ask for gigabytes.
  const isInOrder = starts.every((start, tree) => start <= (starts[tree + 1] ?? feature.length))
  if (starts[0] !== 0 || starts.at(-1) !== feature.length || !isInOrder)
    throw damaged('its trees do not cover its nodes')
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
