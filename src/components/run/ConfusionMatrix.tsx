import { ChartFrame } from '@/components/charts/ChartFrame.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { TableData } from '@/core/dataset/tableData.ts'
import { formatCount, formatShare, formatUnits } from '@/core/format/format.ts'
import { type Confusion, total } from '@/core/metrics/confusion.ts'
import { type Mistake, mistakesOf, mostConfused } from '@/core/metrics/mistakes.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { Route } from '@/state/route.ts'
import { ClassScores } from './ClassScores.tsx'
import { ConfusionTable } from './ConfusionTable.tsx'
import { confusionDrawing } from './confusionDrawing.ts'
import styles from './run.module.css'

/** Past this many classes those most confused come first, and the pairs most often mixed up are listed. */
const IN_ORDER_MAX = 12
/** Past this many a page would hold more cells than a person reads. */
const SHOWN_MAX = 40
const LISTED = 15

/** Which class is called which, in its frame: a sentence, the matrix, its pairs as a table; and scores by class. */
export function ConfusionMatrix({
  confusion,
  classes,
  rows,
  rowsOf,
  evaluation,
}: {
  confusion: Confusion
  classes: readonly string[]
  rows: number
  /** Where the rows of a cell are listed, by what they are and what they were called; nowhere where absent. */
  rowsOf?: ((was: string, called: string) => Route) | undefined
  /** Whose matrix it is, so that how sure the scores by class are is worked out; absent at a threshold that is tried. */
  evaluation?: Evaluation | undefined
}) {
  const right = confusion.reduce((sum, line, index) => sum + line[index]!, 0)
  const mistakes = mistakesOf(confusion)
  const worst = mistakes[0]
  const isDense = classes.length > IN_ORDER_MAX
  const places = isDense ? mostConfused(confusion).slice(0, SHOWN_MAX) : classes.map((_, place) => place)
  const shown =
    places.length < classes.length
      ? `, the ${places.length} of ${formatCount(classes.length)} classes most confused`
      : isDense
        ? ', the most confused first'
        : ''
  const hrefTo =
    rowsOf && ((actual: number, predicted: number) => hrefOf(rowsOf(classes[actual]!, classes[predicted]!)))
  return (
    <div className={styles.beside}>
      <ChartFrame
        level={3}
        title="Confusion matrix"
        note={`rows are what it was, columns what it was called${shown}`}
        verdict={`${formatCount(right)} of ${formatUnits(rows, 'row')} right. ${
          worst
            ? `Most often wrong: ${classes[worst.actual]} called ${classes[worst.predicted]}, ${formatUnits(worst.count, 'time')}.`
            : 'No mistakes.'
        }`}
        isVerdictShown
        isEmpty={rows === 0}
        height={260}
        table={() => pairsOf(confusion, classes)}
        drawing={() => confusionDrawing(confusion, classes, places, isDense)}
      >
        <ConfusionTable confusion={confusion} classes={classes} places={places} isDense={isDense} hrefTo={hrefTo} />
      </ChartFrame>
      {isDense && mistakes.length > 0 && (
        <Mistakes mistakes={mistakes.slice(0, LISTED)} classes={classes} hrefTo={hrefTo} />
      )}
      <ClassScores confusion={confusion} classes={classes} evaluation={evaluation} />
    </div>
  )
}

/** Every cell as a row: what was mixed up most often first, then what was right. */
function pairsOf(confusion: Confusion, classes: readonly string[]): TableData {
  const right = confusion.map((line, place) => ({ actual: place, predicted: place, count: line[place]! }))
  return {
    columns: [
      { name: 'Was' },
      { name: 'Called' },
      { name: 'Rows', write: formatCount },
      { name: 'Share of what it was', write: formatShare },
    ],
    rows: [...mistakesOf(confusion), ...right].map(({ actual, predicted, count }) => {
      const rows = total(confusion[actual]!)
      return [classes[actual], classes[predicted], count, rows > 0 ? count / rows : undefined]
    }),
  }
}

function Mistakes({
  mistakes,
  classes,
  hrefTo,
}: {
  mistakes: readonly Mistake[]
  classes: readonly string[]
  hrefTo: ((actual: number, predicted: number) => string) | undefined
}) {
  return (
    <table className={styles.mistakes}>
      <caption>Most often mixed up</caption>
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
        {mistakes.map(({ actual, predicted, count }) => (
          <tr key={`${actual}.${predicted}`}>
            <td>{classes[actual]}</td>
            <td>{classes[predicted]}</td>
            <td className="n">
              {hrefTo ? <a href={hrefTo(actual, predicted)}>{formatCount(count)}</a> : formatCount(count)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
