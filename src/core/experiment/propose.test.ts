import { describe, expect, it } from 'vitest'
import { type Cells, makeColumn, makeDataset } from '@/testing/dataset.ts'
import { toErrorData } from '../errors.ts'
import { validateRecipe } from '../recipe/validate.ts'
import { examineTarget, proposeTarget, targetsWorthAsking } from './candidate.ts'
import { proposalFor, propose } from './propose.ts'

const DAY_MS = 86_400_000
const times = (rows: number, make: (row: number) => string | number | null): Cells =>
  Array.from({ length: rows }, (_, row) => make(row))

const income = makeDataset('adult.csv', [
  makeColumn(
    'age',
    'integer',
    times(1000, (row) => (row % 10 === 0 ? null : 17 + (row % 60))),
  ),
  makeColumn(
    'job',
    'category',
    times(1000, (row) => `job ${row % 5}`),
  ),
  makeColumn(
    'town',
    'category',
    times(1000, (row) => `town ${row % 80}`),
  ),
  makeColumn(
    'income',
    'category',
    times(1000, (row) => (row < 5 ? null : row % 100 < 24 ? '>50K' : '<=50K')),
  ),
])

describe('a question of two classes', () => {
  const proposal = propose(income, 'income')

  it('proposes AUC where classes are uneven, with their mix', () => {
    expect(proposal.task).toEqual({ value: 'binary', reason: 'income has two values, <=50K and >50K.' })
    expect(proposal.classes.value).toEqual(['<=50K', '>50K'])
    expect(proposal.metric).toEqual({
      value: 'auc',
      reason: 'Classes are 76 : 24, so accuracy would flatter a model that always says <=50K.',
    })
    expect(proposal.split.value).toEqual({ kind: 'stratified', test: 0.2, validation: 0.16 })
  })

  it('prepares what needs it: missing numbers and rare values, each once and with a reason', () => {
    const { steps } = proposal.recipe.value
    expect(steps.map((step) => [step.kind, 'columns' in step && step.columns])).toEqual([
      ['impute', ['age']],
      ['groupRare', ['town']],
    ])
    expect(steps[0]).toMatchObject({ method: 'median', indicator: true })
    expect(steps[0]?.reason).toContain('age (10%)')
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
    expect(validateRecipe(proposal.recipe.value, income.columns, 'income')).toEqual([])
  })

  it('says which rows are left out', () => {
    expect(proposal.warnings).toEqual(['5 rows without income are left out.'])
  })

  it.each([
    [['yes', 'no'], 'yes'],
    [['Churned', 'Stayed'], 'Churned'],
    [['good', 'bad'], 'bad'], // the rarer
    [['0', '1'], '1'],
    [['-1', '1'], '1'],
    [['2', '1'], '2'],
    [['not fraud', 'fraud'], 'fraud'],
    [['>50K.', '<=50K.'], '>50K.'],
  ])('of %j asks about %s', (labels, positive) => {
    const data = makeDataset('x.csv', [
      makeColumn(
        'it',
        'category',
        times(90, (row) => labels[row % 3 === 0 ? 1 : 0]!),
      ),
    ])
    expect(propose(data, 'it').classes.value[1]).toBe(positive)
  })

  it('takes booleans and numbers too', () => {
    const data = makeDataset('x.csv', [
      makeColumn(
        'b',
        'boolean',
        times(60, (row) => row % 2),
      ),
      makeColumn(
        'n',
        'number',
        times(60, (row) => (row % 3 === 0 ? 0.5 : 1.5)),
      ),
    ])
    expect(propose(data, 'b').classes.value).toEqual(['false', 'true'])
    expect(propose(data, 'n').task.value).toBe('binary')
    expect(propose(data, 'n').classes.value).toEqual(['0.5', '1.5'])
    expect(proposalFor(data, 'n', { task: 'regression' }).metric.value).toBe('rmse')
  })

  it('never says that a rare class is none', () => {
    const data = makeDataset('x.csv', [
      makeColumn(
        'it',
        'integer',
        times(5000, (row) => Number(row < 3)),
      ),
    ])
    expect(propose(data, 'it').metric.reason).toContain('99.94 : 0.06')
    expect(propose(data, 'it').warnings).toContain('1 (3 rows): too few to learn the class or to test it.')
  })
})

describe('a question of several classes', () => {
  it('proposes accuracy where they are even, else balanced accuracy', () => {
    const data = makeDataset('x.csv', [
      makeColumn(
        'even',
        'category',
        times(300, (row) => `c${row % 3}`),
      ),
      makeColumn(
        'uneven',
        'category',
        times(300, (row) => (row < 270 ? 'a' : row < 285 ? 'b' : 'c')),
      ),
    ])
    expect(propose(data, 'even').metric.value).toBe('accuracy')
    const { metric, classes } = propose(data, 'uneven')
    expect(metric.value).toBe('balancedAccuracy')
    expect(metric.reason).toContain('15 to 270 rows')
    expect(metric.reason).toContain('always says a')
    expect(classes.value).toEqual(['a', 'b', 'c'])
  })

  it('takes few whole numbers for classes, unless their name says an amount', () => {
    const data = makeDataset('x.csv', [
      makeColumn(
        'kind',
        'integer',
        times(300, (row) => row % 7),
      ),
      makeColumn(
        'quality',
        'integer',
        times(300, (row) => row % 7),
      ),
      makeColumn(
        'weight',
        'integer',
        times(300, (row) => row % 11),
      ),
      makeColumn(
        'level',
        'number',
        times(300, (row) => (row % 7) / 2),
      ),
    ])
    expect(propose(data, 'kind').task.value).toBe('multiclass')
    for (const name of ['quality', 'weight', 'level']) expect(propose(data, name).task.value).toBe('regression')
    const chosen = proposalFor(data, 'quality', { task: 'multiclass' })
    expect(chosen.task.reason).toMatch(/^You chose several classes\./)
    expect(chosen.classes.value).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    expect(chosen.split.value.kind).toBe('stratified')
  })
})

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
