import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, readFrame } from '@/testing/frames.ts'
import { applyRecipe, fitRecipe } from '../fit.ts'
import type { Step } from '../recipe.ts'
import { murmur32 } from './murmur.ts'

const DOCUMENTS = [
  'This is the first document.',
  'This document is the second document.',
  'And this is the third one.',
  'Is this the first document?',
]

function prepare(step: Step, train: readonly (string | null)[], rows: readonly (string | null)[] = train) {
  const fitted = fitRecipe({ schema: 1, steps: [step] }, frameOf(codedColumn('t', train, 'text')))
  return readFrame(applyRecipe(fitted, frameOf(codedColumn('t', rows, 'text'))))
}

const base = { id: 's', on: true, columns: ['t'] } as const

describe('tfidf', () => {
  // scikit-learn 1.2.1: TfidfVectorizer().fit_transform(DOCUMENTS), the corpus of its docstring.
  it("gives scikit-learn's numbers", () => {
    const found = prepare({ ...base, kind: 'tfidf', terms: 100, longest: 1 }, DOCUMENTS)
    expect(Object.keys(found)).toEqual(
      ['and', 'document', 'first', 'is', 'one', 'second', 'the', 'third', 'this'].map((word) => `t tf-idf ${word}`),
    )
    const second = Object.values(found).map((cells) => cells[1])
    const wanted = [0, 0.687623597984, 0, 0.281088674034, 0, 0.538647620886, 0.281088674034, 0, 0.281088674034]
    for (const [i, value] of wanted.entries()) expect(second[i]).toBeCloseTo(value, 11)
  })

  it('counts pairs of words too, and weighs them as scikit-learn does', () => {
    // TfidfVectorizer(ngram_range=(1, 2)): 22 terms; idf of "first document" 1.510825623766.
    const fitted = fitRecipe(
      { schema: 1, steps: [{ ...base, kind: 'tfidf', terms: 100, longest: 2 }] },
      frameOf(codedColumn('t', DOCUMENTS, 'text')),
    )
    const [step] = fitted.steps
    if (step?.kind !== 'tfidf') throw new Error('not tfidf')
    const { terms, idf } = step.vocabularies[0]!
    expect(terms).toHaveLength(22)
    expect(idf[terms.indexOf('first document')]).toBeCloseTo(1.510825623766, 12)
    expect(idf[terms.indexOf('is this')]).toBeCloseTo(1.916290731874, 12)
  })

  it('keeps the most common terms, knows none that are new, and leaves missing texts missing', () => {
    const found = prepare({ ...base, kind: 'tfidf', terms: 2, longest: 1 }, DOCUMENTS, ['document the', 'zebra', null])
    expect(Object.keys(found)).toEqual(['t tf-idf document', 't tf-idf is'])
    expect(Object.values(found)).toEqual([
      [1, 0, null],
      [0, 0, null],
    ])
  })
})

describe('textHash', () => {
  it("hashes as scikit-learn's murmurhash3_32", () => {
    expect(['', 'a', 'foo', 'hello world', 'é', 'abcdefg'].map(murmur32)).toEqual([
      0, 1009084850, -156908512, 1586663183, 269551495, -2009294074,
    ])
  })

  it("gives the numbers of scikit-learn's HashingVectorizer", () => {
    // scikit-learn 1.2.1: HashingVectorizer(n_features=8).transform(DOCUMENTS)
    const words = prepare({ ...base, kind: 'textHash', buckets: 8, unit: 'word', shortest: 1, longest: 1 }, DOCUMENTS)
    const rows = DOCUMENTS.map((_, row) => Object.values(words).map((cells) => cells[row]))
    const wanted = [
      [-0.894427191, 0, 0, 0, 0, 0.4472135955, 0, 0],
      [-0.816496580928, 0, 0, 0.408248290464, 0, 0.408248290464, 0, 0],
      [0, 0, 0, 0, -Math.SQRT1_2, Math.SQRT1_2, 0, 0],
      [-0.894427191, 0, 0, 0, 0, 0.4472135955, 0, 0],
    ]
    for (const [row, values] of wanted.entries())
      for (const [j, value] of values.entries()) expect(rows[row]![j]).toBeCloseTo(value, 9)
    // HashingVectorizer(n_features=8, analyzer='char', ngram_range=(2, 3)).transform(['Ab  c', ''])
    const characters = prepare({ ...base, kind: 'textHash', buckets: 8, unit: 'character', shortest: 2, longest: 3 }, [
      'Ab  c',
      '',
    ])
    const first = Object.values(characters).map((cells) => cells[0])
    const char = [0, -0.377964473009, 0, 0.755928946018, 0, 0, 0.377964473009, 0.377964473009]
    for (const [j, value] of char.entries()) expect(first[j]).toBeCloseTo(value, 11)
    expect(Object.values(characters).map((cells) => cells[1])).toEqual(new Array(8).fill(0))
  })
})

describe('textLength', () => {
  it('counts code points and words', () => {
    expect(
      prepare({ ...base, kind: 'textLength', measures: ['characters', 'words'], keep: false }, [
        'two words',
        '',
        null,
        ' 👍\tyes  ',
      ]),
    ).toEqual({ 't characters': [9, 0, null, 8], 't words': [2, 0, null, 2] })
  })
})
