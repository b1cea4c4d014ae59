import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { type ForestKind, type ForestOptions, forestDefaults } from '@/core/trees/options.ts'
import { trainForest } from './forest.ts'
import { randomTable } from './testing.ts'
import { encodeTrees } from './treeFile.ts'

const table = randomTable(1200)

const CASES: readonly (readonly [ForestKind, number, Partial<ForestOptions>, boolean])[] = (
  ['forest', 'extraTrees'] as const
).flatMap((kind) => [
  [kind, 0, { minRows: 3 }, true],
  [kind, 2, { bootstrap: true, columnShare: 1 }, false],
  [kind, 3, {}, true],
  [kind, 40, { depth: 9, minRows: 2 }, false],
])

async function bytesOf(
  isPlain: boolean,
  kind: ForestKind,
  classes: number,
  options: Partial<ForestOptions>,
  isWeighted: boolean,
): Promise<Buffer> {
  const { numbers } = table
  const target = classes === 0 ? numbers : numbers.map((value) => Math.abs(Math.floor(7 * value)) % classes)
  const weights = isWeighted ? numbers.map((_, row) => (row % 5) / 3) : undefined
  const { model } = await trainForest(
    {
      data: { columns: table.columns, target, weights },
      kind,
      classes,
      options: { ...forestDefaults(kind, classes > 0), trees: 4, ...options },
      seed: 8,
    },
    unattended,
    { isPlain },
  )
  return Buffer.from(encodeTrees(model))
}

describe('the kernel of forests', () => {
  it.each(CASES)('grows the same trees compiled and not: %s of %d classes %o', async (...of) => {
    const bytes = await bytesOf(false, ...of)
    expect(bytes.length).toBeGreaterThan(2000)
    expect(Buffer.compare(await bytesOf(true, ...of), bytes)).toBe(0)
  })
})
