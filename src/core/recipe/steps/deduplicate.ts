import { WideMap } from '../../wideMap.ts'
import { rowsWhere } from '../../work.ts'
import { keysOf, keyText } from './groupKey.ts'
import { listNames, type RowStepInfo } from './info.ts'

/** Keeps the first of training rows that agree in the named columns, or in every column that is left where none is named. */
export const deduplicate: RowStepInfo<'deduplicate'> = {
  scope: 'trainingRows',
  group: 'Training rows',
  label: 'Leave out duplicates',
  blurb: 'Learns once from training rows that are the same, so that copies do not count double.',
  accepts: () => true,
  takes: 'any column',
  needs: 'any',
  settings: () => ({ columns: [] }),
  fields: [],
  describe: ({ columns }) =>
    columns.length === 0
      ? 'Learn once from training rows that are the same'
      : `Learn once from training rows that agree in ${listNames(columns)}`,
  problems: () => [],
  *choose({ columns }, frame, { target }) {
    const names = columns.length > 0 ? columns : frame.columns.map(({ name }) => name)
    const readers = names.map((name) => keysOf(frame, name))
    const seen = new WideMap<string, true>()
    const rows = yield* rowsWhere(frame.rows, (row) => {
      // Rows alike in all but their answer are no copies of one another.
      const answer = columns.length === 0 && target ? [target.values[row]!] : []
      const text = keyText([...readers.map((read) => read(row)), ...answer])
      if (seen.has(text)) return false
      seen.set(text, true)
      return true
    })
    return { rows }
  },
}
