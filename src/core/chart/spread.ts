/** A label beside a chart: where it wants to stand, and how wide it is there. */
export interface LabelBox {
  readonly left: number
  readonly right: number
  readonly y: number
}

/**
 * Moves labels apart up and down until none that share a column overlap, each as little as can be, within [top, bottom].
 * Returns the new `y` of each, in the order given.
 */
export function spreadLabels(boxes: readonly LabelBox[], gap: number, top: number, bottom: number): readonly number[] {
  const result = boxes.map(({ y }) => y)
  for (const column of columnsOf(boxes)) {
    const order = column.toSorted((a, b) => boxes[a]!.y - boxes[b]!.y)
    // Blocks of touching labels, each centred on where its members want to be; blocks that meet become one.
    const blocks: { members: number[]; start: number }[] = []
    for (const index of order) {
      let block = { members: [index], start: clamp(boxes[index]!.y, top, bottom) }
      for (;;) {
        const above = blocks.at(-1)
        if (!above || above.start + above.members.length * gap <= block.start) break
        blocks.pop()
        const members = [...above.members, ...block.members]
        const wanted = members.reduce((sum, member, i) => sum + boxes[member]!.y - i * gap, 0) / members.length
        block = { members, start: clamp(wanted, top, bottom - (members.length - 1) * gap) }
      }
      blocks.push(block)
    }
    for (const { members, start } of blocks)
      for (const [i, member] of members.entries()) result[member] = start + i * gap
  }
  return result
}

/** Labels whose widths overlap, directly or through others, stand in one column. */
function columnsOf(boxes: readonly LabelBox[]): readonly (readonly number[])[] {
  const columns: { right: number; members: number[] }[] = []
  for (const index of [...boxes.keys()].sort((a, b) => boxes[a]!.left - boxes[b]!.left)) {
    const { left, right } = boxes[index]!
    const last = columns.at(-1)
    if (last && left < last.right) {
      last.members.push(index)
      last.right = Math.max(last.right, right)
    } else columns.push({ right, members: [index] })
  }
  return columns.map(({ members }) => members)
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
