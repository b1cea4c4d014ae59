import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseline, boardRow, boosting } from '@/testing/boardRows.ts'
import { boardColumns } from './boardColumns.ts'
import { matchesQuery, parseQuery } from './query.ts'

const rows = [
  boardRow('A', 1, { name: 'Baseline', spec: { learner: baseline, seed: 0 }, metrics: { auc: 0.5 }, trainMs: 2 }),
  boardRow('B', 2, {
    name: 'Gradient boosting',
    spec: { learner: boosting(0.1), seed: 1 },
    metrics: { auc: 0.9124, logLoss: 0.3 },
    trainMs: 12_000,
    tags: ['new', 'two words'],
    device: 'wasm',
  }),
  boardRow('C', 3, {
    name: 'Deep net: wide',
    spec: { seed: 1 },
    metrics: { auc: 0.85, logLoss: 0.5 },
    trainMs: 90_000,
    tags: ['newer'],
    notes: 'tried at night',
    device: 'webgpu, NVIDIA',
  }),
  boardRow('D', 4, { name: 'Waiting' }),
]
const { columns } = boardColumns(rows, 'binary', 'auc')
const found = (text: string) => {
  const { terms, error } = parseQuery(text, columns)
  if (error !== undefined) throw new Error(error)
  return rows.filter((row) => matchesQuery(terms!, row)).map(({ run }) => run.mark.letter)
}
const errorOf = (text: string) => parseQuery(text, columns).error

describe('a filter of runs', () => {
  it.each([
    ['', 'ABCD'],
    ['   ', 'ABCD'],
    ['learner:boosting', 'B'],
    ['learner:boosting,baseline', 'AB'],
    ['learner:"gradient boosting"', 'B'],
    ['auc>.8', 'BC'],
    ['auc > .8', 'BC'],
    ['learner:boosting auc >= .8', 'B'],
    ['"auc > .8"', ''],
    ['AUC>=0.85', 'BC'],
    ['auc<=.85', 'AC'],
    ['auc:.912', 'B'],
    ['auc=.5,.85', 'AC'],
    ['logloss<.4', 'B'],
    ['tag:new', 'B'],
    ['tags:NEWER', 'C'],
    ['tag:"two words"', 'B'],
    ['-tag:new', 'ACD'],
    ['status:done', 'ABC'],
    ['status:queued,failed', 'D'],
    ['seed:1', 'BC'],
    ['seed>0', 'BCD'],
    ['time<10s', 'A'],
    ['time>=1min', 'C'],
    ['time<10', 'A'],
    ['device:webgpu', 'C'],
    ['learningRate:.1', 'B'],
    ['learning.rate<.05', 'CD'],
    ['note:night', 'C'],
    ['deep', 'C'],
    ['"deep net: wide"', 'C'],
    ['"deep net:"', 'C'],
    ['b', 'BA'],
    ['new -newer', 'B'],
    ['auc>.8 tag:newer seed:1', 'C'],
  ])('%s', (text, letters) => {
    expect(found(text).join('')).toBe([...letters].sort().join(''))
  })

  it('says plainly what it cannot read, and what to write', () => {
    expect(errorOf('aucc>.8')).toBe(
      'There is nothing called “aucc” to filter by. Write learner, tag, status, seed, time, a metric such as auc, a setting, or put the words in quotes.',
    )
    expect(errorOf('rmse<3')).toContain('nothing called “rmse”')
    expect(errorOf('auc>')).toBe('“auc>” needs a number after it, such as auc>.800.')
    expect(errorOf('tag:')).toBe('“tag:” needs a text after it, such as tag:new.')
    expect(errorOf('auc>high')).toBe('“high” is no number: write auc>.800.')
    expect(errorOf('auc>.8,.9')).toContain('is no number')
    expect(errorOf('time>soon')).toBe('“soon” is no number or time: write time>10s.')
    expect(errorOf('auc<3s')).toContain('“3s” is no number')
    expect(errorOf('learner>3')).toBe('Learner is no number: write learner:3 instead of “learner>3”.')
    expect(errorOf('name "open')).toBe('The quote that begins at “open” is not closed.')
  })
})

describe('any filter', () => {
  const term = fc.constantFrom('auc>.8', 'seed:1', 'tag:new', 'learner:boosting', 'deep', 'time<10s', 'status:done')

  it('never throws: it is read, or says why not', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'-": >.aeu18,') })), (text) => {
        const { terms, error } = parseQuery(text, columns)
        expect(terms === undefined).toBe(error !== undefined)
        for (const row of rows) if (terms) matchesQuery(terms, row)
      }),
      { numRuns: 500 },
    )
  })

  it('and its opposite part the runs', () => {
    fc.assert(
      fc.property(term, (text) => {
        expect([...found(text), ...found(`-${text}`)].sort()).toEqual(['A', 'B', 'C', 'D'])
      }),
    )
  })

  it('of several terms holds where each does, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), (texts) => {
        const all = texts.map(found).reduce((both, each) => both.filter((letter) => each.includes(letter)))
        expect(found(texts.join(' '))).toEqual(all)
        expect(found(texts.toReversed().join('  '))).toEqual(all)
      }),
    )
  })

  it('in quotes takes every mark as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('"')),
        (notes) => {
          const { terms } = parseQuery(`"${notes}"`, columns)
          expect(matchesQuery(terms!, boardRow('X', 9, { notes }))).toBe(true)
        },
      ),
    )
  })
})
