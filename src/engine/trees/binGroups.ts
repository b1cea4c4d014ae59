interface GroupsInput {
  /** Bins, column by column. */
  readonly bins: Uint8Array
  /** 1 where targets are numbers, else how many classes they are the codes of. */
  readonly outputs: number
  /** Of the node's rows, in their order. */
  readonly nodeWeights: Float64Array
  readonly nodeTargets: Float64Array
}

/** What lies in the bins that a node's rows have in one column, by ascending bin. */
interface BinGroups {
  readonly bin: Int32Array
  readonly rows: Int32Array
  readonly weight: Float64Array
  /** The sum of targets by weight, or the weight of each class. */
  readonly sums: Float64Array
  /**
   * Adds up the rows at places [start, end) of an order; the bins of the column begin at `first`, and its missing cells
   * have the bin `count`. Returns how many bins they have.
   */
  gather(order: Uint32Array, start: number, end: number, first: number, count: number): number
}

/** Fewer rows than this are sorted rather than counted in all bins. */
const FEW_ROWS = 40

export function openBinGroups({ bins, outputs, nodeWeights, nodeTargets }: GroupsInput): BinGroups {
  const isSingle = outputs === 1
  const groupBin = new Int32Array(257)
  const groupRows = new Int32Array(257)
  const groupWeight = new Float64Array(257)
  const groupSums = new Float64Array(257 * outputs)
  const binRows = new Int32Array(256)
  const binWeight = new Float64Array(256)
  const binSums = new Float64Array(256 * outputs)
  const keys = new Int32Array(FEW_ROWS)

  return {
    bin: groupBin,
    rows: groupRows,
    weight: groupWeight,
    sums: groupSums,
    gather: (order, start, end, first, count) =>
      end - start <= FEW_ROWS ? gatherFew(order, start, end, first) : gatherMany(order, start, end, first, count),
  }

  /** Sorts few rows by bin, and adds up what has the same one. */
  function gatherFew(order: Uint32Array, start: number, end: number, first: number): number {
    const count = end - start
    for (let i = 0; i < count; i++) {
      const key = (bins[first + order[start + i]!]! << 8) | i
      let at = i - 1
      while (at >= 0 && keys[at]! > key) {
        keys[at + 1] = keys[at]!
        at--
      }
      keys[at + 1] = key
    }
    let groups = 0
    let last = -1
    for (let i = 0; i < count; i++) {
      const bin = keys[i]! >> 8
      if (bin !== last) {
        last = bin
        groupBin[groups] = bin
        groupRows[groups] = 0
        groupWeight[groups] = 0
        for (let k = 0; k < outputs; k++) groupSums[groups * outputs + k] = 0
        groups++
      }
      const at = keys[i]! & 255
      const each = nodeWeights[at]!
      groupRows[groups - 1]!++
      groupWeight[groups - 1]! += each
      if (isSingle) groupSums[groups - 1]! += each * nodeTargets[at]!
      else groupSums[(groups - 1) * outputs + nodeTargets[at]!]! += each
    }
    return groups
  }

  /** Adds up many rows in all bins, and takes those that have any. */
  function gatherMany(order: Uint32Array, start: number, end: number, first: number, count: number): number {
    binRows.fill(0, 0, count + 1)
    binWeight.fill(0, 0, count + 1)
    binSums.fill(0, 0, (count + 1) * outputs)
    if (isSingle)
      for (let i = start, at = 0; i < end; i++, at++) {
        const bin = bins[first + order[i]!]!
        const each = nodeWeights[at]!
        binRows[bin]!++
        binWeight[bin]! += each
        binSums[bin]! += each * nodeTargets[at]!
      }
    else
      for (let i = start, at = 0; i < end; i++, at++) {
        const bin = bins[first + order[i]!]!
        const each = nodeWeights[at]!
        binRows[bin]!++
        binWeight[bin]! += each
        binSums[bin * outputs + nodeTargets[at]!]! += each
      }
    let groups = 0
    for (let bin = 0; bin <= count; bin++) {
      if (binRows[bin] === 0) continue
      groupBin[groups] = bin
      groupRows[groups] = binRows[bin]!
      groupWeight[groups] = binWeight[bin]!
      for (let k = 0; k < outputs; k++) groupSums[groups * outputs + k] = binSums[bin * outputs + k]!
      groups++
    }
    return groups
  }
}
