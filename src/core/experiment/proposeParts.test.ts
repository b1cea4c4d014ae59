import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset, times } from '@/testing/dataset.ts'
import { toVector } from '../dataset/column.ts'
import { findInColumn } from '../finding/findInColumn.ts'
import { profileColumn } from '../profile/profileColumn.ts'
import { validateRecipe } from '../recipe/validate.ts'
import { runAtOnce } from '../work.ts'
import { propose } from './propose.ts'

const DAY_MS = 86_400_000

describe('the split', () => {
  const day = (row: number) => Date.UTC(2012, 0, 1) + row * DAY_MS

  it('is by time where rows have dates, which the recipe takes apart', () => {
    const weather = makeDataset('weather.csv', [
      makeColumn('date', 'datetime', times(1461, day)),
      makeColumn(
        'weather',
        'category',
        times(1461, (row) => (row % 50 === 0 ? 'snow' : row % 2 ? 'sun' : 'rain')),
      ),
    ])
    const { split, recipe, warnings } = propose(weather, 'weather')
    expect(split.value).toEqual({ kind: 'time', column: 'date', test: 0.2, validation: 0.16 })
    expect(split.reason).toContain('weather.csv has dates (date, 2012-01-01 to 2015-12-31)')
    expect(recipe.value.steps).toMatchObject([
      { kind: 'dateParts', columns: ['date'], parts: ['elapsedDays', 'dayOfYear', 'weekday'] },
    ])
    expect(warnings.join()).toContain('parted by time')
    expect(validateRecipe(recipe.value, weather.columns, 'weather')).toEqual([])
  })

  it('takes the time of day where some row is not at midnight, and no season from a month', () => {
    const logs = makeDataset('log.csv', [
      makeColumn(
        'at',
        'datetime',
        times(720, (row) => day(0) + row * 3_600_000),
      ),
      makeColumn(
        'load',
        'number',
        times(720, (row) => row / 7),
      ),
    ])
    expect(propose(logs, 'load').recipe.value.steps).toMatchObject([{ parts: ['elapsedDays', 'weekday', 'hour'] }])
  })

  it('is not by dates of birth', () => {
    const people = makeDataset('people.csv', [
      makeColumn('birth_date', 'datetime', times(200, day)),
      makeColumn(
        'pay',
        'number',
        times(200, (row) => (row * 7) % 193),
      ),
    ])
    expect(propose(people, 'pay').split.value.kind).toBe('random')
    expect(propose(people, 'pay').recipe.value.steps).toMatchObject([{ parts: ['elapsedDays'] }])
  })

  it('keeps together the rows of one patient, who then is no feature', () => {
    for (const type of ['integer', 'identifier', 'category'] as const) {
      const visits = makeDataset('visits.csv', [
        makeColumn(
          'patient_id',
          type,
          times(600, (row) => 1000 + (row % 150)),
        ),
        makeColumn(
          'dose',
          'number',
          times(600, (row) => row / 9),
        ),
        makeColumn(
          'ill',
          'boolean',
          times(600, (row) => Number(row % 3 === 0)),
        ),
      ])
      const { split, recipe } = propose(visits, 'ill')
      expect(split.value).toMatchObject({ kind: 'group', column: 'patient_id' })
      expect(split.reason).toContain('150 different values, 4 rows each')
      expect(recipe.value.steps).toMatchObject([{ kind: 'drop', columns: ['patient_id'] }])
    }
  })

  it('is never by an ordinary category, nor by a column that is unique in each row', () => {
    const shop = makeDataset('shop.csv', [
      makeColumn(
        'order_id',
        'identifier',
        times(600, (row) => `o${row}`),
      ),
      makeColumn(
        'customer',
        'category',
        times(600, (row) => ['new', 'returning'][row % 2]!),
      ),
      makeColumn(
        'city',
        'category',
        times(600, (row) => `city ${row % 100}`),
      ),
      makeColumn(
        'country_id',
        'integer',
        times(600, (row) => row % 4),
      ),
      makeColumn(
        'sum',
        'number',
        times(600, (row) => row / 3),
      ),
    ])
    const { split, recipe } = propose(shop, 'sum')
    expect(split.value.kind).toBe('random')
    expect(split.reason).toContain('The file is in the order of sum')
    expect(recipe.value.steps.filter(({ kind }) => kind === 'drop')).toMatchObject([{ columns: ['order_id'] }])
  })
})

describe('the recipe', () => {
  it('drops what cannot help, each kind with its own reason', () => {
    const data = makeDataset('x.csv', [
      makeColumn(
        'PassengerId',
        'integer',
        times(200, (row) => row * 3),
      ),
      makeColumn(
        'row',
        'integer',
        times(200, (row) => row),
      ),
      makeColumn(
        'notes',
        'text',
        times(200, (row) => `said ${row % 90} things`),
      ),
      makeColumn(
        'always',
        'category',
        times(200, () => 'x'),
      ),
      makeColumn(
        'nothing',
        'number',
        times(200, () => null),
      ),
      makeColumn(
        'seldom',
        'number',
        times(200, (row) => (row % 4 === 0 ? row : null)),
      ),
      makeColumn(
        'ticket',
        'category',
        times(200, (row) => `t${row % 150}`),
      ),
      makeColumn(
        'member',
        'boolean',
        times(200, (row) => (row % 5 === 0 ? null : row % 2)),
      ),
      makeColumn(
        'fare',
        'number',
        times(200, (row) => (row * 7) % 199),
      ),
      makeColumn(
        'kind',
        'category',
        times(200, (row) => `k${row % 3}`),
      ),
    ])
    const { recipe } = propose(data, 'kind')
    expect(recipe.value.steps.map((step) => ('columns' in step ? step.columns : []))).toEqual([
      ['PassengerId', 'row'],
      ['notes'],
      ['always', 'nothing'],
      ['seldom'],
      ['ticket'],
      ['member'],
    ])
    expect(recipe.value.steps.at(-1)).toMatchObject({ kind: 'impute', method: 'mode', indicator: true })
    expect(recipe.value.steps.every((step) => step.on && (step.reason ?? '').endsWith('.'))).toBe(true)
    expect(validateRecipe(recipe.value, data.columns, 'kind')).toEqual([])
  })

  describe('where the data was profiled', () => {
    const columns = [
      // 499 values up to 50 and a million: the third standardised moment is 22.29, as a few lines of Python work it out.
      makeColumn(
        'tail',
        'number',
        times(500, (row) => (row === 499 ? 1e6 : (row % 50) + 1)),
      ),
      makeColumn(
        'endless',
        'number',
        times(500, (row) => (row % 100 === 0 ? Number.POSITIVE_INFINITY : row % 83)),
      ),
      makeColumn(
        'holed',
        'number',
        times(500, (row) => (row % 10 === 0 ? null : row % 71)),
      ),
      makeColumn(
        'marked',
        'integer',
        times(500, (row) => (row % 50 === 0 ? -999 : row % 67)),
      ),
      makeColumn(
        'kind',
        'category',
        times(500, (row) => `k${row % 2}`),
      ),
    ]
    const data = makeDataset('x.csv', columns)
    const findings = columns.flatMap(({ name, type, data: cells }) =>
      findInColumn(runAtOnce(profileColumn({ name, type, vector: toVector(cells) }, Date.UTC(2026, 0, 1)))),
    )

    it('takes what only a profile knows, each step with what was found', () => {
      const without = propose(data, 'kind').recipe.value.steps
      expect(without.map(({ id, columns: names }) => [id, ...names])).toEqual([['fill-numbers', 'holed']])
      const { steps } = propose(data, 'kind', findings).recipe.value
      expect(steps.map(({ id, columns: names }) => [id, ...names])).toEqual([
        ['fill-numbers', 'endless', 'holed'],
        ['long-tails', 'tail'],
      ])
      expect(steps[0]?.reason).toMatch(/^Cells are missing in holed \(10%\)\. endless is infinite in 5 rows/)
      expect(steps[1]?.reason).toMatch(/^tail has a long tail above \(skewness 22\.[234]/)
      expect(validateRecipe({ schema: 1, steps }, data.columns, 'kind')).toEqual([])
    })

    it('says what no step mends, of inputs alone', () => {
      expect(propose(data, 'kind', findings).warnings).toEqual([
        expect.stringMatching(/^marked is −999 in 10 rows.*The profile of the data mends it\.$/),
      ])
      expect(propose(data, 'marked', findings).warnings).toEqual([])
      expect(propose(data, 'tail', findings).recipe.value.steps.some(({ kind }) => kind === 'log')).toBe(false)
      expect(propose(data, 'kind').warnings).toEqual([])
    })
  })

  it('warns when nothing is left', () => {
    const data = makeDataset('x.csv', [
      makeColumn(
        'id',
        'identifier',
        times(40, (row) => `i${row}`),
      ),
      makeColumn(
        'kind',
        'category',
        times(40, (row) => `k${row % 2}`),
      ),
    ])
    const { warnings } = propose(data, 'kind')
    expect(warnings.join(' ')).toContain('No column is left')
    expect(warnings.join(' ')).toContain('Only 40 rows')
  })
})
