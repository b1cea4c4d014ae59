import { isNumericType } from '../../dataset/column.ts'
import type { TextHashStep } from '../kinds/text.ts'
import { type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { murmur32 } from './murmur.ts'
import { requireCodes } from './require.ts'
import { gramsOf, spreadTexts, tokensOf, unitLength } from './terms.ts'

const MOST_BUCKETS = 4_096
const LONGEST = 8

function bucketNames(column: string, buckets: number): string[] {
  return Array.from({ length: buckets }, (_, i) => `${column} hash ${i}`)
}

function grams(text: string, { unit, shortest, longest }: Pick<TextHashStep, 'unit' | 'shortest' | 'longest'>) {
  if (unit === 'word') return gramsOf(tokensOf(text), shortest, longest, ' ')
  // As scikit-learn's `char` analyser: lower case, runs of blanks as one space.
  return gramsOf([...text.toLowerCase().replace(/\s\s+/g, ' ')], shortest, longest, '')
}

/**
 * Counts the n-grams of a text in a fixed number of columns, by a hash of each (with its sign, so that what falls together
 * cancels out on average), each row scaled to length 1. As scikit-learn's HashingVectorizer: nothing is learned, and no word
 * is unseen.
 */
export const textHash: ColumnStepInfo<'textHash'> = {
  scope: 'columns',
  group: 'Text',
  label: 'N-grams of text, hashed',
  blurb: 'Counts pieces of words in a fixed number of columns, so that no word is ever new.',
  rowLocal: true,
  accepts: (type) => !isNumericType(type),
  takes: 'texts',
  needs: 'some',
  settings: (columns) => ({
    columns: columns.map(({ name }) => name),
    buckets: 64,
    unit: 'character',
    shortest: 3,
    longest: 4,
  }),
  fields: [
    { key: 'buckets', field: 'number', label: 'Columns', min: 2, max: MOST_BUCKETS, isWhole: true },
    {
      key: 'unit',
      field: 'choice',
      label: 'Pieces of',
      options: [
        { value: 'character', label: 'characters' },
        { value: 'word', label: 'words' },
      ],
    },
    { key: 'shortest', field: 'number', label: 'From', min: 1, max: LONGEST, isWhole: true },
    { key: 'longest', field: 'number', label: 'To', min: 1, max: LONGEST, isWhole: true },
  ],
  describe: ({ columns, buckets, unit, shortest, longest }) =>
    `Hash ${shortest === longest ? shortest : `${shortest} to ${longest}`} ${unit}s of ${listNames(columns)} into ${buckets} columns`,
  problems: ({ buckets, shortest, longest }) => [
    ...(Number.isInteger(buckets) && buckets >= 2 && buckets <= MOST_BUCKETS
      ? []
      : [`ask for 2 to ${MOST_BUCKETS} columns`]),
    ...(Number.isInteger(shortest) &&
    Number.isInteger(longest) &&
    1 <= shortest &&
    shortest <= longest &&
    longest <= LONGEST
      ? []
      : [`pieces go from 1 to ${LONGEST} units, the shortest first`]),
  ],
  outcome: ({ columns, buckets }, heads) =>
    heads.flatMap((head) =>
      columns.includes(head.name)
        ? bucketNames(head.name, buckets).map((name) => ({ name, type: 'number' as const }))
        : [head],
    ),
  fit: ({ columns, buckets, unit, shortest, longest }) => ({
    kind: 'textHash',
    columns,
    buckets,
    unit,
    shortest,
    longest,
  }),
  apply(fitted, frame) {
    const { columns, buckets } = fitted
    for (const name of columns) requireCodes(frame, name)
    return replaceColumns(frame, function* (column) {
      if (!columns.includes(column.name) || column.vector.kind !== 'coded') return [column]
      return yield* spreadTexts(column.vector, bucketNames(column.name, buckets), (text) => {
        const counts = new Map<number, number>()
        for (const gram of grams(text, fitted)) {
          const hash = murmur32(gram)
          const place = Math.abs(hash) % buckets
          counts.set(place, (counts.get(place) ?? 0) + (hash >= 0 ? 1 : -1))
        }
        return unitLength(counts)
      })
    })
  },
  sql: () => ({ why: 'SQL has no such hash, and cuts texts by other rules.' }),
}
