import { describe, expect, it } from 'vitest'
import { baseline, boardRow, boosting } from '@/testing/boardRows.ts'
import { animalQuestion } from '@/testing/runSpec.ts'
import type { BoardView } from './board.ts'
import { trackAxis } from './boardAxis.ts'
import { boardColumns } from './boardColumns.ts'
import { layBoard, rankingMetric } from './boardLayout.ts'

const question = animalQuestion()
const fold = (accuracy: number) => ({ train: 80, validation: 20, metrics: { accuracy } })
const rows = [
  boardRow('A', 1, { spec: { learner: baseline }, metrics: { accuracy: 0.4, logLoss: 1 }, trainMs: 1 }),
  boardRow('B', 2, {
    spec: { learner: boosting(0.1), seed: 1 },
    metrics: { accuracy: 0.9, logLoss: 0.3 },
    trainMs: 300,
    tags: ['new', 'wide'],
    folds: [fold(0.8), fold(1)],
  }),
  boardRow('C', 3, {
    spec: { learner: boosting(0.1), seed: 2 },
    metrics: { accuracy: 0.8, logLoss: 0.4 },
    trainMs: 100,
    tags: ['new'],
    folds: [fold(0.7), fold(0.9)],
  }),
  boardRow('D', 4, { spec: { learner: boosting(0.02) }, metrics: { accuracy: 0.85, logLoss: 0.2 }, trainMs: 200 }),
  boardRow('waiting', 5),
]
const lay = (view: BoardView = {}, metric = 'accuracy' as 'accuracy' | 'logLoss') =>
  layBoard(rows, boardColumns(rows, question.task, metric), view, question.task)
const lines = (view: BoardView, metric?: 'accuracy' | 'logLoss') =>
  lay(view, metric).items.map((item) => (item.kind === 'run' ? item.row.name : `[${item.group.label}]`))

describe('the order of runs', () => {
  it('is best first, whether high or low is good, and what has no value comes last either way', () => {
    expect(lines({})).toEqual(['B', 'D', 'C', 'A', 'waiting'])
    expect(lines({ sort: '-accuracy' })).toEqual(['A', 'C', 'D', 'B', 'waiting'])
    expect(lines({}, 'logLoss')).toEqual(['D', 'B', 'C', 'A', 'waiting'])
  })

  it('can be by name, time, start or a setting; what nobody knows orders by the metric that ranks', () => {
    expect(lines({ sort: 'name' })).toEqual(['A', 'B', 'C', 'D', 'waiting'])
    expect(lines({ sort: 'time' })).toEqual(['A', 'C', 'D', 'B', 'waiting'])
    expect(lines({ sort: 'started' })).toEqual(['waiting', 'D', 'C', 'B', 'A'])
    expect(lines({ sort: 'option.learningRate' }).slice(0, 2)).toEqual(['D', 'waiting'])
    expect(lines({ sort: 'toString' })).toEqual(lines({}))
  })
})

describe('the columns', () => {
  it('are the usual ones unless chosen; of settings those that differ can be', () => {
    expect(lay().shown.map(({ key }) => key)).toEqual([
      'status',
      'folds',
      'auc',
      'logLoss',
      'balancedAccuracy',
      'f1',
      'time',
      'tags',
    ])
    const keys = lay().columns.map(({ key }) => key)
    expect(keys).toContain('option.learningRate')
    expect(keys).not.toContain('option.rounds')
    expect(lay({ columns: ['seed', 'nonsense', 'accuracy', 'seed', 'time'] }).shown.map(({ key }) => key)).toEqual([
      'seed',
      'time',
    ])
  })

  it('rank by any metric of the task', () => {
    expect(rankingMetric({ by: 'logLoss' }, 'accuracy', ['accuracy', 'logLoss'])).toBe('logLoss')
    expect(rankingMetric({ by: 'rmse' }, 'accuracy', ['accuracy', 'logLoss'])).toBe('accuracy')
  })
})

describe('groups', () => {
  it('hold the runs of a learner, a tag, a preparation or a spec, closed unless opened, in the order of what they show', () => {
    expect(lines({ group: 'learner' })).toEqual(['[Gradient boosting]', '[Baseline]', '[Neural network]'])
    expect(lines({ group: 'tag', open: ['tag new'] })).toEqual(['[wide]', '[new]', 'B', 'C', '[No tag]'])
    expect(lines({ group: 'recipe' })).toEqual(['[Drop note]'])
    const specs = lay({ group: 'spec' }).groups
    expect(specs.map(({ rows: its }) => its.map(({ name }) => name))).toEqual([['B', 'C'], ['D'], ['A'], ['waiting']])
    expect(lines({ group: 'learner', stat: 'min', sort: '-accuracy' })).toEqual([
      '[Baseline]',
      '[Gradient boosting]',
      '[Neural network]',
    ])
  })

  it('that look alike are told apart', () => {
    const twice = [boardRow('A', 1), boardRow('B', 2, { spec: { device: 'cpu' } })]
    const { groups } = layBoard(twice, boardColumns(twice, question.task, 'accuracy'), { group: 'spec' }, question.task)
    expect(new Set(groups.map(({ label }) => label)).size).toBe(2)
  })
})

describe('what is filtered, hidden and pinned', () => {
  it('stays out of the way, but for pinned runs, which stay on top', () => {
    expect(lines({ query: 'tag:new' })).toEqual(['B', 'C'])
    expect(lines({ query: 'tag:new', pinned: ['A'] })).toEqual(['A', 'B', 'C'])
    expect(lines({ pinned: ['C', 'gone'] })).toEqual(['C', 'B', 'D', 'A', 'waiting'])
    expect(lines({ hidden: ['B', 'gone'] })).toEqual(['D', 'C', 'A', 'waiting'])
    expect(lay({ hidden: ['B', 'gone'] }).hidden).toBe(1)
    expect(lines({ hidden: ['C'], pinned: ['C', 'A'] })).toEqual(['A', 'B', 'D', 'waiting'])
    expect(lines({ hidden: ['C'], pinned: ['C'], query: 'tag:new' })).toEqual(['B'])
  })

  it('a filter that cannot be read says so and hides nothing', () => {
    expect(lay({ query: 'accuracy>' }).queryError).toContain('needs a number')
    expect(lines({ query: 'accuracy>' })).toHaveLength(5)
  })
})

describe('the axis of the tracks', () => {
  const score = (value: number, reach = 0) => ({ value, interval: { low: value - reach, high: value + reach } })

  it('spans scores and intervals', () => {
    expect(trackAxis([score(0.5, 0.1), score(0.9, 0.01), { value: 0.4, interval: undefined }], 0.4)).toEqual({
      low: 0.4,
      high: 0.91,
      baseline: 0.4,
    })
  })

  it('leaves one that went wrong beyond it, where there are many', () => {
    const many = Array.from({ length: 20 }, (_, i) => score(1 + i / 100))
    expect(trackAxis([...many, score(50)], undefined).high).toBeCloseTo(1.19)
    expect(trackAxis([score(1), score(2), score(50)], undefined).high).toBe(50)
    // All but one alike: nothing tells how far is far.
    expect(trackAxis([...Array.from({ length: 9 }, () => score(1)), score(3)], undefined).high).toBe(3)
  })
})
