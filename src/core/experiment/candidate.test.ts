import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset, times } from '@/testing/dataset.ts'
import { toErrorData } from '../errors.ts'
import { examineTarget, proposeTarget, targetsWorthAsking } from './candidate.ts'
import { proposalFor, propose } from './propose.ts'

const DAY_MS = 86_400_000

describe('what may be asked', () => {
  const data = makeDataset('x.csv', [
    makeColumn(
      'id',
      'identifier',
      times(200, (row) => `i${row}`),
    ),
    makeColumn(
      'words',
      'text',
      times(200, (row) => `w ${row}`),
    ),
    makeColumn(
      'when',
      'datetime',
      times(200, (row) => row * DAY_MS),
    ),
    makeColumn(
      'same',
      'category',
      times(200, () => 'x'),
    ),
    makeColumn(
      'empty',
      'number',
      times(200, () => null),
    ),
    makeColumn(
      'many',
      'category',
      times(200, (row) => `m${row % 60}`),
    ),
    makeColumn(
      'flag',
      'boolean',
      times(200, (row) => row % 2),
    ),
    makeColumn(
      'amount',
      'number',
      times(200, (row) => row / 3),
    ),
  ])

  it('says of every column whether and why not', () => {
    const candidates = targetsWorthAsking(data)
    expect(candidates.filter(({ ok }) => ok).map(({ column }) => column)).toEqual(['flag', 'amount'])
    for (const { ok, why, tasks } of candidates) expect([tasks.length > 0, why === undefined]).toEqual([ok, ok])
    expect(candidates.find(({ column }) => column === 'many')?.why).toContain('60 different values')
  })

  it('and is refused with that reason', () => {
    const error = (run: () => unknown) => {
      try {
        run()
      } catch (cause) {
        return toErrorData(cause)
      }
      return undefined
    }
    expect(error(() => propose(data, 'same'))).toMatchObject({
      code: 'target.unusable',
      message: examineTarget(data.columns[3]!, 200).why,
    })
    expect(error(() => propose(data, 'absent'))?.code).toBe('dataset.unknownColumn')
    expect(error(() => proposalFor(data, 'amount', { task: 'binary' }))?.code).toBe('target.unusable')
    expect(error(() => proposalFor(data, 'flag', { task: 'regression' }))?.message).toContain('Ask for two classes')
  })
})

describe('proposeTarget', () => {
  /** Headers of real files with the type that each column has; the expected column is what their publishers predict. */
  it.each([
    ['penguins', 'species:c island:c bill_length_mm:n year:i', 'species'],
    ['titanic', 'PassengerId:id Survived:b Pclass:i Name:t Sex:c Age:n Fare:n Embarked:c', 'Survived'],
    ['telco', 'customerID:id gender:c tenure:n TotalCharges:n Churn:b', 'Churn'],
    ['bank', 'age:n job:c default:b balance:n poutcome:c deposit:b', 'deposit'],
    ['insurance', 'age:n sex:c bmi:n children:i smoker:b region:c charges:n', 'charges'],
    ['wine', 'alcohol:n quality:i', 'quality'],
    ['california', 'median_income:n median_house_value:n ocean_proximity:c', 'median_house_value'],
    ['letter', 'letter:c xbox:n yedgex:n', 'letter'],
    ['weather', 'date:d temp_max:n wind:n weather:c', 'weather'],
    ['diamonds', 'carat:n cut:c price:n x:n y:n z:n', 'price'],
  ])('of %s finds the column that it is about', (name, header, expected) => {
    const make = {
      c: (row: number) => `c${row % 3}`,
      b: (row: number) => row % 2,
      i: (row: number) => row % 3,
      n: (row: number) => row / 3,
      d: (row: number) => row * DAY_MS,
      t: (row: number) => `text ${row}`,
      id: (row: number) => `id${row}`,
    } as const
    const types = {
      c: 'category',
      b: 'boolean',
      i: 'integer',
      n: 'number',
      d: 'datetime',
      t: 'text',
      id: 'identifier',
    } as const
    const columns = header.split(' ').map((each) => {
      const [column, kind] = each.split(':') as [string, keyof typeof make]
      return makeColumn(column, types[kind], times(120, make[kind]))
    })
    expect(proposeTarget(makeDataset(`${name}.csv`, columns))?.column).toBe(expected)
  })

  it('is silent where nothing can be asked', () => {
    expect(proposeTarget(makeDataset('x.csv', [makeColumn('id', 'identifier', ['a', 'b'])]))).toBeUndefined()
  })
})
