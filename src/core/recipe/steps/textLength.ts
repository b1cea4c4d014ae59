import { type FrameColumn, isNumericType } from '../../dataset/column.ts'
import { fill, mapEach, TEXTS_AT_ONCE, type Work } from '../../work.ts'
import { TEXT_MEASURES, type TextMeasure } from '../kinds/text.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { requireCodes } from './require.ts'
import { replaceInSql, sqlName, sqlSame } from './sql.ts'

/** Runs of anything but ASCII blanks: other rooms of space are letters here, as they are for SQL. */
const WORD = /[^\t-\r ]+/g

const COUNTS: Readonly<Record<TextMeasure, (text: string) => number>> = {
  // Code points, as Unicode and SQL count; a flag or an accented letter may have several.
  characters: (text) => [...text].length,
  words: (text) => text.match(WORD)?.length ?? 0,
}

const SQL_COUNTS: Readonly<Record<TextMeasure, (text: string) => string>> = {
  characters: (text) => `CAST(length(${text}) AS DOUBLE)`,
  words: (text) => `CAST(len(regexp_extract_all(${text}, '[^\\t-\\r ]+')) AS DOUBLE)`,
}

/** Turns a text into how long it is. Missing stays missing. */
export const textLength: ColumnStepInfo<'textLength'> = {
  scope: 'columns',
  group: 'Text',
  label: 'Length of text',
  blurb: 'Turns a text into how many characters and words it has.',
  rowLocal: true,
  accepts: (type) => !isNumericType(type),
  takes: 'texts',
  needs: 'some',
  settings: (columns) => ({ columns: columns.map(({ name }) => name), measures: ['characters', 'words'], keep: false }),
  fields: [
    {
      key: 'measures',
      field: 'choices',
      label: 'Count',
      options: TEXT_MEASURES.map((value) => ({ value, label: value })),
    },
    { key: 'keep', field: 'toggle', label: 'Keep the text too, for later steps' },
  ],
  startsWith: (type) => type === 'text',
  describe: ({ columns, measures, keep }) =>
    `Count the ${measures.join(' and ')} of ${listNames(columns)}${keep ? ', and keep the text' : ''}`,
  problems: ({ measures }) => (measures.length > 0 ? [] : ['choose what to count']),
  outcome: ({ columns, measures, keep }, heads) =>
    heads.flatMap((head): readonly ColumnHead[] =>
      columns.includes(head.name)
        ? [
            ...(keep ? [head] : []),
            ...measures.map((measure) => ({ name: `${head.name} ${measure}`, type: 'integer' as const })),
          ]
        : [head],
    ),
  fit: ({ columns, measures, keep }) => ({ kind: 'textLength', columns, measures, keep }),
  apply({ columns, measures, keep }, frame) {
    for (const name of columns) requireCodes(frame, name)
    return replaceColumns(frame, function* (column) {
      const { name, vector } = column
      if (!columns.includes(name) || vector.kind !== 'coded') return [column]
      const { codes, dictionary } = vector
      const made = yield* mapEach(measures, function* (measure): Work<FrameColumn> {
        const counts = yield* fill(
          new Float64Array(dictionary.length),
          (code) => COUNTS[measure](dictionary[code]!),
          TEXTS_AT_ONCE,
        )
        const values = yield* fill(new Float64Array(codes.length), (row) => counts[codes[row]!] ?? Number.NaN)
        return { name: `${name} ${measure}`, type: 'integer', vector: { kind: 'numeric', values } }
      })
      return keep ? [column, ...made] : made
    })
  },
  sql: ({ columns, measures, keep }, heads) =>
    replaceInSql(heads, (head) =>
      columns.includes(head.name)
        ? [
            ...(keep ? [sqlSame(head)] : []),
            ...measures.map((measure) => ({
              name: `${head.name} ${measure}`,
              type: 'integer' as const,
              sql: SQL_COUNTS[measure](`p.${sqlName(head.name)}`),
            })),
          ]
        : undefined,
    ),
}
