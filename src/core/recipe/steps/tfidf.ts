import { isNumericType } from '../../dataset/column.ts'
import { inSlices, mapEach, sort, TEXTS_AT_ONCE } from '../../work.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { requireCodes } from './require.ts'
import { gramsOf, spreadTexts, tokensOf, unitLength } from './terms.ts'

const MOST_TERMS = 2_000

function termsOf(text: string, longest: number): string[] {
  return gramsOf(tokensOf(text), 1, longest, ' ')
}

function* learn(codes: Int32Array, dictionary: readonly string[], most: number, longest: number) {
  const rowsOf = new Float64Array(dictionary.length)
  let rows = 0
  yield* inSlices(codes.length, (start, end) => {
    for (let row = start; row < end; row++) {
      const code = codes[row]!
      if (code < 0) continue
      rowsOf[code]!++
      rows++
    }
  })
  const counts = new Map<string, { times: number; rows: number }>()
  for (const [code, text] of dictionary.entries()) {
    if (code % TEXTS_AT_ONCE === 0) yield
    const each = rowsOf[code]!
    if (each === 0) continue
    const times = new Map<string, number>()
    for (const term of termsOf(text, longest)) times.set(term, (times.get(term) ?? 0) + 1)
    for (const [term, count] of times) {
      const known = counts.get(term) ?? { times: 0, rows: 0 }
      counts.set(term, { times: known.times + count * each, rows: known.rows + each })
    }
  }
  const byText = (a: string, b: string) => (a < b ? -1 : 1)
  const common = yield* sort([...counts], ([a, x], [b, y]) => y.times - x.times || byText(a, b))
  const terms = common
    .slice(0, most)
    .map(([term]) => term)
    .sort(byText)
  return { terms, idf: terms.map((term) => Math.log((1 + rows) / (1 + counts.get(term)!.rows)) + 1) }
}

/**
 * A column for each of the most common terms of the training rows: how often it occurs in the text, times how rare it is
 * among training texts, each row scaled to length 1. As scikit-learn's TfidfVectorizer with its defaults (words of two
 * characters or more in lower case, smoothed idf); of terms equally common the first in text order is kept.
 */
export const tfidf: ColumnStepInfo<'tfidf'> = {
  scope: 'columns',
  group: 'Text',
  label: 'Words of text (TF-IDF)',
  blurb: 'Gives each of the most common words a column, weighed by how rare it is.',
  rowLocal: true,
  accepts: (type) => !isNumericType(type),
  takes: 'texts',
  needs: 'some',
  settings: (columns) => ({ columns: columns.map(({ name }) => name), terms: 100, longest: 1 }),
  fields: [
    { key: 'terms', field: 'number', label: 'Terms', min: 1, max: MOST_TERMS, isWhole: true },
    {
      key: 'longest',
      field: 'number',
      label: 'Words in a term, at most',
      min: 1,
      max: 3,
      isWhole: true,
    },
  ],
  startsWith: (type) => type === 'text',
  describe: ({ columns, terms }) => `Weigh the ${terms} most common terms of ${listNames(columns)}`,
  problems: ({ terms, longest }) => [
    ...(Number.isInteger(terms) && terms >= 1 && terms <= MOST_TERMS ? [] : [`ask for 1 to ${MOST_TERMS} terms`]),
    ...(Number.isInteger(longest) && longest >= 1 && longest <= 3 ? [] : ['a term has 1 to 3 words']),
  ],
  outcome: ({ columns }, heads) =>
    heads.map(
      (head): ColumnHead =>
        columns.includes(head.name) ? { name: `${head.name} tf-idf `, type: 'number', open: true } : head,
    ),
  *fit({ columns, terms, longest }, frame) {
    const vocabularies = yield* mapEach(columns, function* (column) {
      const { codes, dictionary } = requireCodes(frame, column)
      return { column, ...(yield* learn(codes, dictionary, terms, longest)) }
    })
    return { kind: 'tfidf', longest, vocabularies }
  },
  apply({ vocabularies, longest }, frame) {
    for (const { column } of vocabularies) requireCodes(frame, column)
    const known = new Map(vocabularies.map((vocabulary) => [vocabulary.column, vocabulary]))
    return replaceColumns(frame, function* (column) {
      const vocabulary = known.get(column.name)
      if (!vocabulary || column.vector.kind !== 'coded') return [column]
      const { terms, idf } = vocabulary
      const placeOf = new Map(terms.map((term, place) => [term, place]))
      const names = terms.map((term) => `${column.name} tf-idf ${term}`)
      return yield* spreadTexts(column.vector, names, (text) => {
        const values = new Map<number, number>()
        for (const term of termsOf(text, longest)) {
          const place = placeOf.get(term)
          if (place !== undefined) values.set(place, (values.get(place) ?? 0) + 1)
        }
        for (const [place, times] of values) values.set(place, times * idf[place]!)
        return unitLength(values)
      })
    })
  },
  sql: () => ({ why: 'Texts are cut into words by the rules of Unicode, which SQL does not share.' }),
}
