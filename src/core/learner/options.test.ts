import { describe, expect, it } from 'vitest'
import type { TaskKind } from '../metrics/metric.ts'
import { LEARNER_KINDS } from './learner.ts'
import { changedOptions, describeOption, optionText, parseOptions, parseSeed } from './options.ts'
import { fieldsFor, fieldsOfRun, LEARNERS } from './table.ts'

const defaults = LEARNERS.network.defaults(30_000)
const parse = (texts: Record<string, string>) => parseOptions('network', texts, defaults)

describe('options as typed', () => {
  it('are the defaults where nothing is typed', () => {
    expect(parse({})).toEqual({ options: defaults })
  })

  it.each([
    ['128, 64', [128, 64]],
    ['128 64', [128, 64]],
    [' 32 ', [32]],
    ['1024', [1024]],
  ])('layers %j are %j', (text, hidden) => expect(parse({ hidden: text }).options?.hidden).toEqual(hidden))

  it.each(['', '0', '128, x', '12.5', '5000', '-3', '1,2,3,4,5,6,7,8,9'])('layers %j are refused', (text) =>
    expect(parse({ hidden: text }).errors).toEqual({
      hidden: 'Enter the units of 1 to 8 layers, each 1 to 4,096, such as 128, 64.',
    }),
  )

  it.each([
    ['batchSize', '1,024', 1024],
    ['learningRate', '1e-3', 0.001],
    ['learningRate', '.01', 0.01],
    ['patience', '0', 0],
  ])('%s %j is %s', (key, text, value) => expect(parse({ [key]: text }).options).toMatchObject({ [key]: value }))

  it.each([
    ['dropout', '1', 'Enter a number from 0 to 0.90.'],
    ['dropout', '0,1', 'Enter a number from 0 to 0.90.'],
    ['epochs', '2.5', 'Enter a whole number from 1 to 10,000.'],
    ['epochs', '', 'Enter a whole number from 1 to 10,000.'],
    ['learningRate', '0', 'Enter a number from 1e-6 to 1.'],
    ['learningRate', '0x10', 'Enter a number from 1e-6 to 1.'],
    ['learningRate', 'Infinity', 'Enter a number from 1e-6 to 1.'],
  ])('%s %j: %s', (key, text, error) => expect(parse({ [key]: text }).errors).toEqual({ [key]: error }))

  it('leave a choice out where it is the default, so that a spec of before it could be made has the same hash', () => {
    expect(parse({ activation: 'tanh', schedule: 'constant' }).options).toEqual({ ...defaults, activation: 'tanh' })
    const chosen = { ...defaults, activation: 'tanh' } as const
    expect(parseOptions('network', { activation: 'relu' }, chosen).options).toEqual(defaults)
    expect(parse({ optimizer: 'sgd' }).errors).toEqual({ optimizer: 'Choose Adam or AdamW.' })
    expect(changedOptions('network', { optimizer: 'adam', schedule: 'cosine' }, defaults)).toEqual(['schedule'])
  })

  it('take a choice by its words as by its name, since the words are what a refusal asks for', () => {
    for (const kind of LEARNER_KINDS)
      for (const { key, choices = [] } of LEARNERS[kind].fields)
        for (const { value, label } of choices) {
          const [byValue, byLabel, loudly] = [value, label, ` ${label.toUpperCase()} `].map((text) =>
            parseOptions(kind, { [key]: text }, LEARNERS[kind].defaults(500)),
          )
          expect(byValue!.errors).toBeUndefined()
          expect(byLabel).toEqual(byValue)
          expect(loudly).toEqual(byValue)
        }
    expect(parseOptions('glm', { penalty: 'elastic net' }, {}).options).toEqual({ penalty: 'elastic-net' })
  })

  it('are described by their words and units', () => {
    const field = (key: string) => LEARNERS.network.fields.find((one) => one.key === key)!
    expect(describeOption(field('activation'), defaults)).toBe('ReLU')
    expect(describeOption(field('optimizer'), { optimizer: 'adamw' })).toBe('AdamW')
    expect(describeOption(field('batchSize'), defaults)).toBe('256 rows')
    expect(describeOption(field('patience'), { patience: 0 })).toBe('never')
    const depth = LEARNERS.forest.fields.find(({ key }) => key === 'depth')!
    expect(describeOption(depth, { depth: 0 })).toBe('no limit')
    expect(describeOption(depth, { depth: 6 })).toBe('6')
  })

  it('are read back from what a field shows', () => {
    for (const kind of LEARNER_KINDS) {
      const shown = LEARNERS[kind].defaults(500)
      const texts = Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, optionText(value)]))
      expect(parseOptions(kind, texts, shown)).toEqual({ options: shown })
      expect(changedOptions(kind, texts, shown)).toEqual([])
    }
  })

  it('count as changed when they mean something else', () => {
    expect(changedOptions('network', { dropout: '.1', hidden: '128,64', epochs: '3', l2: '' }, defaults)).toEqual([
      'epochs',
      'l2',
    ])
  })
})

describe('a seed', () => {
  it.each([
    ['7', 7],
    ['0', 0],
    ['4294967295', 4294967295],
    ['4294967296', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%j is %s', (text, seed) => expect(parseSeed(text)).toBe(seed))
})

describe('signs of columns', () => {
  const texts = (text: string) => parseOptions('boosting', { monotone: text }, LEARNERS.boosting.defaults(500))

  it.each([
    ['age +, debt −', { age: 1, debt: -1 }],
    ['age+;debt -', { age: 1, debt: -1 }],
    ['“a” +', { '“a”': 1 }],
    ['"debt, net" -, years at work +', { 'debt, net': -1, 'years at work': 1 }],
    ['x-y +', { 'x-y': 1 }],
  ])('%j', (text, monotone) => {
    expect(texts(text).options).toMatchObject({ monotone })
    // What the field shows is read back as the same.
    expect(texts(optionText(monotone)).options).toMatchObject({ monotone })
  })

  it.each(['age', 'age *', ', +', 'age + debt'])('%j is refused', (text) => {
    expect(texts(text).errors?.['monotone']).toMatch(/^Enter columns with \+ or −/)
  })

  it('are asked for where answers can be held to them, and shown of every run that has them', () => {
    const asked = (task: TaskKind) => fieldsFor('boosting', task).some(({ key }) => key === 'monotone')
    expect([asked('binary'), asked('regression'), asked('multiclass')]).toEqual([true, true, false])
    const options = { ...LEARNERS.boosting.defaults(500), monotone: { age: 1 } } as const
    const shown = fieldsOfRun({ kind: 'boosting', options }, 'multiclass').find(({ key }) => key === 'monotone')!
    expect(describeOption(shown, options)).toBe('age +')
    expect(fieldsOfRun({ kind: 'boosting', options: LEARNERS.boosting.defaults(500) }, 'multiclass')).toEqual(
      fieldsFor('boosting', 'multiclass'),
    )
  })

  it('are left out where there are none', () => {
    expect(texts(' ').options).not.toHaveProperty('monotone')
  })
})

it('a strength left to the training is left out of the options', () => {
  const parse = (strength: string) => parseOptions('glm', { strength }, {})
  expect(parse('auto').options).toEqual({})
  expect(parse('').options).toEqual({})
  expect(parse('0.5').options).toEqual({ strength: 0.5 })
  expect(parse('-1').errors).toEqual({ strength: 'Enter auto, or a number from 0 to 1,000,000.' })
  expect(describeOption(LEARNERS.glm.fields.find(({ key }) => key === 'strength')!, {})).toBe('auto')
})
