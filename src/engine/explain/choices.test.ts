import { describe, expect, it } from 'vitest'
import type { ContractInput } from '@/core/pipeline/pipeline.ts'
import type { Limit } from '@/core/whatIf/goal.ts'
import { runAtOnce } from '@/core/work.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { changesTo, choicesOf } from './choices.ts'
import { fitGower } from './gower.ts'
import { sensitivityOf } from './sensitivity.ts'
import { valuesOf } from './testing.ts'

const inputs: readonly ContractInput[] = [
  { name: 'age', type: 'integer', min: 20, max: 60, typical: 30 },
  { name: 'city', type: 'category', values: ['Bonn', 'Rome'], distinct: 2, typical: 'Bonn' },
  { name: 'note', type: 'text', values: ['a', 'b'], distinct: 2, typical: 'a' },
]
const train = frameOf(
  numericColumn('age', [20, 30, 60, null], 'integer'),
  codedColumn('city', ['Bonn', 'Rome', null, 'Bonn']),
  codedColumn('note', ['a', 'b', 'a', 'b'], 'text'),
)
const row = frameOf(
  numericColumn('age', [30], 'integer'),
  codedColumn('city', ['Bonn']),
  codedColumn('note', ['a'], 'text'),
)
const choose = (limits: readonly Limit[] = [], own = row) => {
  const { columns } = runAtOnce(fitGower(train))
  return runAtOnce(choicesOf({ row: own, train, inputs, columns, limits }))
}

describe('choicesOf', () => {
  it('are values of training rows other than the own, and no free texts', () => {
    const choices = choose()
    expect(choices.map(({ column, values }) => [column, values])).toEqual([
      ['age', [20, 60]],
      ['city', ['Rome']],
    ])
    // A third of a column's distance: ten of forty years, and another city.
    expect(choices[0]!.distance(20)).toBeCloseTo(10 / 40 / 3, 12)
    expect(choices[1]!.distance('Rome')).toBeCloseTo(1 / 3, 12)
  })

  it('keep within limits, whose ends are tried too', () => {
    expect(choose([{ column: 'city', isFixed: true }]).map(({ column }) => column)).toEqual(['age'])
    expect(choose([{ column: 'age', direction: 'up', max: 50 }])[0]!.values).toEqual([50])
    expect(choose([{ column: 'age', direction: 'down' }])[0]!.values).toEqual([20])
    // A missing number is neither greater nor lesser than another.
    const missing = frameOf(numericColumn('age', [null], 'integer'), ...row.columns.slice(1))
    expect(choose([], missing)[0]!.values).toEqual([20, 30, 60])
    expect(choose([{ column: 'age', direction: 'up' }], missing).map(({ column }) => column)).toEqual(['city'])
  })

  it('tell what of a training row could be taken', () => {
    const choices = choose([{ column: 'age', max: 40 }])
    const changes = changesTo(choices, train, Uint32Array.of(0, 1, 2, 3))
    // The third is 60 and of no city, the last has no age and the same city: neither could give anything.
    expect(changes.map((each) => [...each])).toEqual([[[0, 20]], [[1, 'Rome']]])
  })
})

describe('sensitivityOf', () => {
  it('goes from the least to the greatest of training, and as far as the row itself', async () => {
    const far = frameOf(numericColumn('age', [90], 'integer'), ...row.columns.slice(1))
    const { points } = await sensitivityOf(far, inputs[0]!, async (frame) => valuesOf(frame, 'age').map((x) => 2 * x))
    expect(points[0]).toEqual({ value: 20, text: '20', answer: 40 })
    expect(points.at(-1)).toEqual({ value: 90, text: '90', answer: 180 })
    expect(points.every(({ value }) => Number.isInteger(value))).toBe(true)
  })

  it('asks about a text that training never had beside those that it had', async () => {
    const unseen = frameOf(row.columns[0]!, codedColumn('city', ['Oslo']), row.columns[2]!)
    const { points, isNumeric } = await sensitivityOf(unseen, inputs[1]!, async ({ rows }) => new Float64Array(rows))
    expect({ isNumeric, texts: points.map(({ text }) => text) }).toEqual({
      isNumeric: false,
      texts: ['Bonn', 'Rome', 'Oslo'],
    })
  })
})
