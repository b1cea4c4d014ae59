import { SET_WORDS } from '@/core/trees/model.ts'
import type { Binning } from './binnedTable.ts'

/** How a node sends its rows on, in terms of bins. */
export interface NodeSplit {
  readonly column: number
  /** The last bin that goes left, where no set of them does. */
  readonly bin: number
  /** Bins of categories that go left, the one of missing cells among them. */
  readonly set: Uint32Array | undefined
  readonly isMissingLeft: boolean
  readonly gain: number
}

/** A tree in terms of bins. Nodes are numbered from its root, 0, parents before children. */
export interface BinnedTree {
  /** The output it adds to, or −1 for all. */
  readonly output: number
  /** −1 for leaves. */
  readonly feature: Int32Array
  /** Of numbers the last bin that goes left, of categories the place of the set of bins that do. */
  readonly cut: Int32Array
  /** `SET_WORDS` words for each set. */
  readonly sets: Uint32Array
  readonly missingLeft: Uint8Array
  /** The left child, with the right one behind it; of leaves the place of their values in the model. */
  readonly left: Uint32Array
  readonly gain: Float64Array
  readonly cover: Float64Array
}

/** A tree that is being grown. */
export interface TreeNodes {
  /** Makes a leaf to a node with two leaves, the left one of which is returned; the right one is behind it. */
  split(node: number, split: NodeSplit): number
  setLeaf(node: number, value: number, cover: number): void
  /** The tree, where every leaf has been set; covers of the others are sums of their leaves'. */
  finish(output: number): BinnedTree
}

/** A tree of one leaf, node 0. */
export function openNodes(): TreeNodes {
  const feature = [-1]
  const cut = [0]
  const missingLeft = [0]
  const left = [0]
  const gain = [0]
  const cover = [0]
  const sets: Uint32Array[] = []
  return {
    split(node, each) {
      const first = feature.length
      feature[node] = each.column
      cut[node] = each.set ? sets.push(each.set) - 1 : each.bin
      missingLeft[node] = Number(each.isMissingLeft)
      left[node] = first
      gain[node] = each.gain
      feature.push(-1, -1)
      for (const list of [cut, missingLeft, left, gain, cover]) list.push(0, 0)
      return first
    },
    setLeaf(node, value, weight) {
      left[node] = value
      cover[node] = weight
    },
    finish(output) {
      for (let node = feature.length - 1; node >= 0; node--)
        if (feature[node]! >= 0) cover[node] = cover[left[node]!]! + cover[left[node]! + 1]!
      return {
        output,
        feature: Int32Array.from(feature),
        cut: Int32Array.from(cut),
        sets: joined(sets),
        missingLeft: Uint8Array.from(missingLeft),
        left: Uint32Array.from(left),
        gain: Float64Array.from(gain),
        cover: Float64Array.from(cover),
      }
    },
  }
}

function joined(sets: readonly Uint32Array[]): Uint32Array {
  const words = new Uint32Array(SET_WORDS * sets.length)
  for (const [place, set] of sets.entries()) words.set(set, SET_WORDS * place)
  return words
}

/** Whether a set of bins has one. */
function hasBin(set: Uint32Array, bin: number): boolean {
  return ((set[bin >> 5]! >>> (bin & 31)) & 1) === 1
}

/** Writes for each bin of a column whether it goes left, 1 or 0. */
export function writeSides(split: Omit<NodeSplit, 'gain'>, binning: Binning, sides: Uint8Array): void {
  const { count } = binning.columns[split.column]!
  for (let bin = 0; bin < count; bin++) sides[bin] = Number(split.set ? hasBin(split.set, bin) : bin <= split.bin)
  sides[count] = Number(split.isMissingLeft)
}
