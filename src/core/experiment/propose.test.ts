import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset, times } from '@/testing/dataset.ts'
import { validateRecipe } from '../recipe/validate.ts'
import { proposalFor, propose } from './propose.ts'

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
