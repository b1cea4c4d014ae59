import { describe, expect, it } from 'vitest'
import type { SweptLearner } from '../learner/learner.ts'
import { LEARNERS } from '../learner/table.ts'
import {
  describeValue,
  type ParameterTexts,
  parseParameter,
  proposeSearched,
  proposeTexts,
  proposeTrials,
  searchableFields,
} from './enter.ts'
import { gridCount } from './space.ts'

const base: SweptLearner = { kind: 'network', options: LEARNERS.network.defaults(500) }
const fieldOf = (key: string) => searchableFields('network', 'binary').find((field) => field.key === key)!
const parse = (key: string, texts: Partial<ParameterTexts> = {}) =>
  parseParameter(base, fieldOf(key), { ...proposeTexts(fieldOf(key)), ...texts })

it.each([
  ['linear', ['learningRate', 'l2']],
  ['network', ['hidden', 'learningRate']],
  ['boosting', ['learningRate', 'leaves']],
  ['forest', ['columnShare']],
  ['glm', ['strength']],
  ['neighbours', ['k']],
] as const)('proposes for every setting what can be searched: %s', (kind, proposed) => {
  const own = { kind, options: LEARNERS[kind].defaults(500) } as SweptLearner
  for (const task of ['binary', 'regression'] as const) {
    const fields = searchableFields(kind, task)
    for (const key of ['epochs', 'rounds', 'trees', 'monotone'])
      expect(fields.map((field) => field.key)).not.toContain(key)
    expect(fields.some(({ key }) => key === 'classWeights')).toBe(task === 'binary' && kind !== 'neighbours')
    for (const field of fields) expect(parseParameter(own, field, proposeTexts(field)).error).toBeUndefined()
    expect(proposeSearched(kind, task)).toEqual(proposed)
  }
})

describe('parseParameter', () => {
  it('reads ranges, lists and choices', () => {
    expect(parse('learningRate', { from: '1e-3', to: '.1' }).parameter).toEqual({
      key: 'learningRate',
      kind: 'range',
      min: 0.001,
      max: 0.1,
      scale: 'log',
      steps: 5,
    })
    expect(parse('batchSize').parameter).toMatchObject({ min: 32, max: 512, integer: true })
    expect(parse('hidden', { values: ' 8 ; 64, 32;' }).parameter).toMatchObject({ values: [[8], [64, 32]] })
    expect(parse('seed').parameter).toMatchObject({ kind: 'choice', values: [1, 2, 3, 4, 5] })
    expect(parse('schedule', { chosen: ['cosine'] }).parameter).toMatchObject({ values: ['cosine'] })
  })

  it.each<[string, Partial<ParameterTexts>, RegExp]>([
    ['learningRate', { from: '' }, /two numbers/],
    ['learningRate', { from: '1', to: '0.1' }, /begin below its end/],
    ['learningRate', { from: '0' }, /begin above 0/],
    ['dropout', { to: '1.5' }, /between 0 and/],
    ['hidden', { values: '64; many' }, /“many” is no value of it.*32; 64, 32/],
    ['seed', { values: '1.5' }, /“1.5” is no value/],
    ['hidden', { values: ' ' }, /at least one value/],
    ['schedule', { chosen: [] }, /at least one value/],
  ])('says what is wrong with %s %o', (key, texts, message) => {
    expect(parse(key, texts).error).toMatch(message)
  })
})

it('proposes as many trials as a grid has, and some for each setting otherwise', () => {
  const parameters = [parse('learningRate').parameter!, parse('hidden').parameter!]
  expect(proposeTrials('grid', parameters)).toBe(gridCount(parameters))
  expect(proposeTrials('grid', parameters)).toBe(15)
  expect(proposeTrials('random', parameters)).toBe(20)
  expect(proposeTrials('halving', parameters)).toBe(27)
})

it('writes values as they are read', () => {
  expect(describeValue(fieldOf('learningRate'), 0.00123456)).toBe('0.00123')
  expect(describeValue(fieldOf('hidden'), [64, 32])).toBe('64, 32')
  expect(describeValue(fieldOf('schedule'), 'cosine')).toBe('falls along a cosine')
  expect(describeValue(fieldOf('batchSize'), 128)).toBe('128')
})
