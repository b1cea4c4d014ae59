import { hrefOf } from '@/components/shell/useRoute.ts'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount, formatShare, formatUnits } from '@/core/format/format.ts'
import type { Route } from '@/state/route.ts'
import { ClassScores } from './ClassScores.tsx'
import styles from './run.module.css'

/** Past this many classes only the largest confusions are listed. */
const MATRIX_MAX = 12

/** Rows are what a row is, columns what it was called, each cell with its count and share of its row; and scores by class. */
export function ConfusionMatrix({
  confusion,
  classes,
  rows,
  rowsOf,
}: {
  confusion: readonly (readonly number[])[]
  classes: readonly string[]
  rows: number
  /** Where the rows of a cell are listed, by what they are and what they were called; nowhere where absent. */
  rowsOf?: ((was: string, called: string) => Route) | undefined
}) {
  const right = confusion.reduce((sum, line, index) => sum + (line[index] ?? 0), 0)
  const mistakes = confusion
    .flatMap((line, actual) => line.map((count, predicted) => ({ actual, predicted, count })))
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
  const worst = mistakes[0]
  return (
    <>
      <p>
        {formatCount(right)} of {formatUnits(rows, 'row')} right.{' '}
        {worst
          ? `Most often wrong: ${classes[worst.actual]} called ${classes[worst.predicted]}, ${formatUnits(worst.count, 'time')}.`
          : 'No mistakes.'}
      </p>
      <div className={styles.beside}>
        {classes.length <= MATRIX_MAX ? (
          <Scrollable className={styles.scroll!} label="Confusion matrix">
            <table className={styles.confusion}>
              <caption>Rows are what it was, columns what it was called</caption>
              <thead>
                <tr>
                  <td />
                  {classes.map((name) => (
                    <th key={name} scope="col" className="n">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {confusion.map((line, actual) => (
                  <ConfusionLine
                    key={classes[actual]}
                    line={line}
                    actual={actual}
                    name={classes[actual] ?? ''}
                    hrefTo={rowsOf && ((predicted) => hrefOf(rowsOf(classes[actual] ?? '', classes[predicted] ?? '')))}
                  />
                ))}
              </tbody>
            </table>
          </Scrollable>
        ) : (
          <table className={styles.mistakes}>
            <thead>
              <tr>
                <th scope="col">Was</th>
                <th scope="col">Called</th>
                <th scope="col" className="n">
                  Rows
                </th>
              </tr>
            </thead>
            <tbody>
              {mistakes.slice(0, 15).map(({ actual, predicted, count }) => (
                <tr key={`${actual}.${predicted}`}>
                  <td>{classes[actual]}</td>
                  <td>{classes[predicted]}</td>
                  <td className="n">
                    {rowsOf ? (
                      <a href={hrefOf(rowsOf(classes[actual] ?? '', classes[predicted] ?? ''))}>{formatCount(count)}</a>
                    ) : (
                      formatCount(count)
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <ClassScores confusion={confusion} classes={classes} />
      </div>
    </>
  )
}

function ConfusionLine({
  line,
  actual,
  name,
  hrefTo,
}: {
  line: readonly number[]
  actual: number
  name: string
  /** Where the rows of a cell are listed. */
  hrefTo: ((predicted: number) => string) | undefined
}) {
  const total = line.reduce((sum, count) => sum + count, 0)
  return (
    <tr>
      <th scope="row">{name}</th>
      {line.map((count, predicted) => {
        const share = total > 0 ? count / total : 0
        const colour = predicted === actual ? 'var(--accent)' : 'var(--bad)'
        return (
          <td
            // biome-ignore lint/suspicious/noArrayIndexKey: a class's place is its identity
            key={predicted}
            className="n"
            data-right={predicted === actual}
            // At most 30% of the colour, so that text keeps its contrast.
            style={{ background: `color-mix(in oklab, ${colour} ${Math.round(30 * share)}%, var(--surface-1))` }}
          >
            {count > 0 && hrefTo ? (
              <a href={hrefTo(predicted)} title="List these rows">
                <b>{formatCount(count)}</b>
                <span>{formatShare(share)}</span>
              </a>
            ) : count > 0 ? (
              <>
                <b>{formatCount(count)}</b>
                <span>{formatShare(share)}</span>
              </>
            ) : (
              <b>0</b>
            )}
          </td>
        )
      })}
    </tr>
  )
}
