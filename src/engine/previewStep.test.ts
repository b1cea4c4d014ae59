import { describe, expect, it } from 'vitest'
import type { Step } from '@/core/recipe/recipe.ts'
import { unattended } from '@/core/task.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { previewStep } from './previewStep.ts'

const frame = frameOf(
  numericColumn('x', [1, null, 3, 100, 5, 6]),
  codedColumn('c', ['a', 'b', 'a', 'a', null, 'b']),
  codedColumn('y', ['no', 'yes', 'no', null, 'no', 'no']),
)

function preview(steps: readonly Step[], step: string) {
  return previewStep(
    {
      rows: frame.rows,
      names: frame.columns.map(({ name }) => name),
      open: async (name) => frame.columns.find((column) => column.name === name)!,
    },
    {
      datasetId: 'd',
      question: { target: 'y', task: 'binary', classes: ['no', 'yes'], recipe: { schema: 1, steps } },
      step,
    },
    unattended,
  )
}

const fill: Step = { id: 'fill', on: true, kind: 'impute', columns: ['x'], method: 'mean', indicator: true }

describe('what a step does', () => {
  it('lists the columns that it changes and adds, and no other, on rows that have an answer', async () => {
    const { rows, total, before, after, more } = await preview([fill], 'fill')
    expect([rows, total, more]).toEqual([5, 5, { before: 0, after: 0 }])
    expect(before.map(({ name, cells }) => [name, cells])).toEqual([['x', ['1', null, '3', '5', '6']]])
    // (1 + 3 + 5 + 6) / 4
    expect(after.map(({ name, type, cells }) => [name, type, cells])).toEqual([
      ['x', 'number', ['1', '3.75', '3', '5', '6']],
      ['x missing', 'boolean', ['false', 'true', 'false', 'false', 'false']],
    ])
    expect(after[0]!.summary.missing).toBe(0)
  })

  it('shows a step that is off as if it were on, after the steps before it', async () => {
    const drop: Step = { id: 'drop', on: false, kind: 'drop', columns: ['x missing'] }
    const { before, after } = await preview([fill, drop], 'drop')
    expect(before.map(({ name }) => name)).toEqual(['x missing'])
    expect(after).toEqual([])
  })

  it('shows the answers where a step chooses rows', async () => {
    const { rowsAfter, before, after } = await preview(
      [{ id: 'even', on: true, kind: 'balance', columns: [], method: 'over' }],
      'even',
    )
    expect(rowsAfter).toBe(8)
    expect([before[0]!.name, before[0]!.summary]).toMatchObject(['y', { top: [{ count: 4 }, { count: 1 }] }])
    expect(after[0]!.summary).toMatchObject({ top: [{ count: 4 }, { count: 4 }] })
  })

  it('says what is wrong with a step before it is looked at', async () => {
    await expect(preview([{ ...fill, columns: ['z'] }], 'fill')).rejects.toMatchObject({ code: 'recipe.invalid' })
  })
})
