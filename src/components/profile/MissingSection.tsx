import { hrefOf } from '@/components/shell/useRoute.ts'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { ShareCells, ShareHead } from '@/components/ui/ShareTable.tsx'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import { formatCount, formatScore, formatUnits } from '@/core/format/format.ts'
import type { MissingPattern } from '@/core/profile/missingPattern.ts'
import { sayMissing } from '@/core/profile/words.ts'
import { Part } from './Part.tsx'
import styles from './profile.module.css'

/** Columns of a pattern that are named; the rest is counted. */
const NAMED = 6

/** Which columns are missing together: the common patterns with their rows, and pairs that go together. */
export function MissingSection({ missing, datasetId }: { missing: MissingPattern; datasetId: DatasetId }) {
  const { rows, columns, patterns, patternCount, together } = missing
  const rowsOf = (names: readonly string[]) =>
    hrefOf({
      page: 'data',
      datasetId,
      view: 'rows',
      rows: {
        ...WHOLE_VIEW,
        conditions: columns.map(({ name }) => ({ column: name, word: names.includes(name) ? 'missing' : 'present' })),
      },
    })
  return (
    <Part title="Missing cells">
      <p className={styles.verdict}>{sayMissing(missing)}</p>
      {columns.length > 0 && (
        <div className={styles.side}>
          <Scrollable label="Patterns of missing cells" className={styles.scroll!}>
            <table>
              <caption className="caption">
                {patternCount > patterns.length
                  ? `The ${patterns.length} most common of ${formatUnits(patternCount, 'pattern')}`
                  : 'What is missing in the same row'}
              </caption>
              <ShareHead what="Missing" />
              <tbody>
                {patterns.map(({ missing: names, rows: count }) => (
                  <tr key={names.join('\n')}>
                    <td className={styles.value}>
                      {names.length === 0 ? <span className="secondary">nothing</span> : sayNames(names)}
                    </td>
                    <ShareCells rows={count} of={rows}>
                      <a
                        href={rowsOf(names)}
                        aria-label={`Show the ${formatUnits(count, 'row')} without ${sayNames(names) || 'anything missing'}`}
                      >
                        {formatCount(count)}
                      </a>
                    </ShareCells>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrollable>
          {together.length > 0 && (
            <Scrollable label="Columns missing together" className={styles.scroll!}>
              <table>
                <caption className="caption">
                  Pairs by the correlation of being missing: 1 always together, −1 never
                </caption>
                <thead>
                  <tr>
                    <th scope="col">Columns</th>
                    <th scope="col" className="n">
                      Rows lacking both
                    </th>
                    <th scope="col" className="n">
                      Correlation
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {together.map(({ a, b, both, nullity }) => (
                    <tr key={`${a}\n${b}`}>
                      <td className={styles.value}>
                        {a} and {b}
                      </td>
                      <td className="n">{formatCount(both)}</td>
                      <td className="n">{formatScore(nullity)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrollable>
          )}
        </div>
      )}
    </Part>
  )
}

function sayNames(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${formatCount(names.length - NAMED)} more` : ''
  return names.slice(0, NAMED).join(', ') + more
}
