import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { describeDense, encodeDense, featureNames, fitDense } from './dense.ts'
import { dimsFor, entriesOf, inputWidths, tablesOf } from './embedding.ts'
import { type DenseColumn, EMBED_OVER, EMBEDDED_MAX } from './encoding.ts'

const named = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `v${from + i}`)
const encode = (column: DenseColumn, texts: readonly (string | null)[]) =>
  Array.from(encodeDense({ kind: 'dense', columns: [column], width: 1 }, frameOf(codedColumn(column.name, texts))))

describe('an embedded column', () => {
  it('is what a category becomes of more values than 64, where the learner embeds, and stands after all others', () => {
    const rows = EMBED_OVER + 1
    const frame = frameOf(
      codedColumn('street', named(rows)),
      codedColumn('sex', [...named(EMBED_OVER), 'v0']),
      numericColumn(
        'age',
        Array.from({ length: rows }, (_, i) => i),
      ),
    )
    const encoding = fitDense(frame, 'embedded')
    expect(encoding.columns.map(({ kind, name }) => [kind, name])).toEqual([
      ['oneHot', 'sex'],
      ['scaled', 'age'],
      ['embedded', 'street'],
    ])
    expect(encoding.width).toBe(EMBED_OVER + 2)
    expect(featureNames(encoding).at(-1)).toBe('street (embedded)')
    expect(describeDense(encoding)).toBe(
      '1 number scaled, 1 category one-hot, 1 category embedded: street (65 values, 17 numbers each)',
    )
    expect(tablesOf(encoding)).toEqual([{ entries: rows + 1, dims: 17 }])
    expect(inputWidths(encoding)).toEqual([EMBED_OVER + 1, 1])
    expect(fitDense(frame).columns.map(({ kind }) => kind)).toEqual(['oneHot', 'oneHot', 'scaled'])
  })

  it('is named in the sentence of an encoding, the first three of many', () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => codedColumn(name, named(EMBED_OVER + 1)))
    expect(describeDense(fitDense(frameOf(...many), 'embedded'))).toBe(
      '4 categories embedded: a (65 values, 17 numbers each), b (65 values, 17 numbers each), c (65 values, 17 numbers each) and 1 more',
    )
    const wide = fitDense(frameOf(codedColumn('street', named(EMBEDDED_MAX + 1))), 'embedded')
    expect(describeDense(wide)).toBe('1 category embedded: street (10,000 values and other, 50 numbers each)')
    expect(describeDense({ columns: [] })).toBe('no columns')
  })

  it('sends what training never had to its last entry, or to those of other and missing cells that it had', () => {
    const few = fitDense(frameOf(codedColumn('c', named(70))), 'embedded').columns[0]!
    expect(few).toMatchObject({ other: false, missing: false })
    expect(encode(few, ['v0', 'new', null])).toEqual([0, 70, 70])
    const gaps = fitDense(frameOf(codedColumn('c', [...named(70), null])), 'embedded').columns[0]!
    expect(encode(gaps, ['new', null])).toEqual([71, 70])
    // Ten thousand have entries: the most common, equals in text order; v10 comes before v9.
    const many = fitDense(frameOf(codedColumn('c', [...named(EMBEDDED_MAX + 2), 'v9', null])), 'embedded').columns[0]!
    expect(many).toMatchObject({ other: true, missing: true, dims: 50 })
    const rare = ['v9998', 'v9999']
    expect(encode(many, ['v9', ...rare, 'new', null])).toEqual([0, 10_000, 10_000, 10_000, 10_001])
    expect(tablesOf({ kind: 'dense', columns: [many], width: 1 })).toEqual([{ entries: 10_003, dims: 50 }])
    expect(inputWidths({ kind: 'dense', columns: [many], width: 1 })).toEqual([1])
  })

  it('has as many numbers as fastai’s rule says, at most 50', () => {
    // python3: min(50, round(1.6 * n ** .56))
    const sizes = [66, 84, 100, 200, 402, 468, 10_003]
    expect(sizes.map(dimsFor)).toEqual([17, 19, 21, 31, 46, 50, 50])
  })

  it('gives every cell an entry of its table, its own where it has one, in slices as in one', () => {
    const text = fc.option(
      fc.oneof(
        fc.nat(200).map((i) => `v${i}`),
        fc.constantFrom('__proto__', 'constructor', 'other', ''),
      ),
      { freq: 9 },
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), fc.boolean(), fc.nat(60), (cells, hasGaps, cut) => {
        const column = fitDense(frameOf(codedColumn('c', [...named(80), ...(hasGaps ? [null] : [])])), 'embedded')
          .columns[0]!
        if (column.kind !== 'embedded') throw new Error('It has 80 values.')
        const entries = entriesOf(column)
        const got = encode(column, cells)
        cells.forEach((cell, i) => {
          const own = cell === null ? -1 : column.values.indexOf(cell)
          expect(got[i]).toBe(own >= 0 ? own : cell === null ? entries.missing : entries.other)
          expect(got[i]).toBeLessThan(entries.size)
        })
        expect([...encode(column, cells.slice(0, cut)), ...encode(column, cells.slice(cut))]).toEqual(got)
      }),
    )
  })
})
