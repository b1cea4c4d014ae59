import { expect, it } from 'vitest'
import { frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { applyRecipe, fitRecipe } from '../fit.ts'
import type { Recipe } from '../recipe.ts'

it('knows quarters, weeks, weekends and minutes as pandas does, and closes the cycles', () => {
  const days = [
    '2021-01-03T00:00Z',
    '2020-12-31T00:00Z',
    '2024-12-30T00:00Z',
    '1969-12-31T23:59Z',
    '2016-02-29T10:07Z',
    '2022-01-01T00:00Z',
    '1899-12-31T00:00Z',
  ]
  const frame = frameOf(numericColumn('t', [...days.map((day) => Date.parse(day)), null], 'datetime'))
  const recipe: Recipe = {
    schema: 1,
    steps: [
      {
        kind: 'dateParts',
        id: 's',
        on: true,
        columns: ['t'],
        parts: ['quarter', 'weekOfYear', 'weekend', 'minute', 'monthCycle', 'weekdayCycle'],
      },
    ],
  }
  const prepared = applyRecipe(fitRecipe(recipe, frame), frame)
  const found = readFrame(prepared)
  // pandas: Timestamp(d).quarter, .isocalendar()[1], .dayofweek >= 5, .minute
  expect(found['t quarter']).toEqual(['Q1', 'Q4', 'Q4', 'Q4', 'Q1', 'Q1', 'Q4', null])
  expect(found['t week of year']).toEqual([53, 53, 1, 1, 9, 52, 52, null])
  expect(found['t weekend']).toEqual([1, 0, 0, 0, 0, 1, 1, null])
  expect(found['t minute']).toEqual([0, 0, 0, 59, 7, 0, 0, null])
  const angle = (name: string, row: number) =>
    (Math.atan2(Number(found[`t ${name} sin`]![row]), Number(found[`t ${name} cos`]![row])) / (2 * Math.PI) + 1) % 1
  expect(angle('month cycle', 0)).toBeCloseTo(0, 12)
  expect(angle('month cycle', 1)).toBeCloseTo(11 / 12, 12)
  // A Sunday, a Thursday.
  expect(angle('weekday cycle', 0)).toBeCloseTo(0, 12)
  expect(angle('weekday cycle', 1)).toBeCloseTo(4 / 7, 12)
  expect(found['t month cycle sin']![7]).toBeNull()
  expect(prepared.columns.map(({ type }) => type)).toEqual([
    'category',
    'integer',
    'boolean',
    'integer',
    ...new Array(4).fill('number'),
  ])
})
