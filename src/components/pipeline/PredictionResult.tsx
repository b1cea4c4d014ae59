import { leastRows } from '@/core/conformal/conformal.ts'
import { formatCount, formatNumber, formatScore, formatShare, formatUnits } from '@/core/format/format.ts'
import type { PredictedRow } from '@/core/pipeline/jobs.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import styles from './pipeline.module.css'

const CLASSES_SHOWN = 12

const orList = new Intl.ListFormat('en', { type: 'disjunction' })

/** What the model says of one row; for classes with every probability, the likeliest first. */
export function PredictionResult({
  row,
  before,
  pipeline,
}: {
  row: PredictedRow
  /** What it said of the row before it was edited. */
  before?: PredictedRow | undefined
  pipeline: Pipeline
}) {
  const { contract } = pipeline
  const { prediction, probabilities, spread } = row
  const ranked = (probabilities ?? [])
    .map((probability, index) => ({
      name: contract.classes[index] ?? '',
      probability,
      earlier: before?.probabilities?.[index],
    }))
    .sort((a, b) => b.probability - a.probability)
  return (
    <>
      <p className={styles.headline}>
        <span className="secondary">{contract.target}</span> <b data-testid="prediction">{sayPrediction(prediction)}</b>
        {before && <span className="secondary">{sayBefore(before, row)}</span>}
      </p>
      <Bounds row={row} pipeline={pipeline} />
      {spread !== undefined && (
        <p className="secondary">
          {probabilities
            ? `The networks of the ensemble differ by ${formatScore(spread)} about its probability`
            : `The networks of the ensemble differ by ${formatNumber(spread)} about it`}{' '}
          (one standard deviation).
        </p>
      )}
      {ranked.length > 0 && (
        <table className={styles.probabilities}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              {before && (
                <th scope="col" className="n">
                  Before
                </th>
              )}
              <th scope="col" className="n">
                Probability
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {ranked.slice(0, CLASSES_SHOWN).map(({ name, probability, earlier }) => (
              <tr key={name}>
                <td>{name}</td>
                {earlier !== undefined && <td className="n secondary">{formatScore(earlier)}</td>}
                <td className="n" data-probability={probability}>
                  {formatScore(probability)}
                </td>
                <td className={styles.barCell}>
                  <i style={{ width: `${100 * probability}%` }} data-chosen={name === prediction} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function sayPrediction(prediction: string | number): string {
  return typeof prediction === 'number' ? formatNumber(prediction) : prediction
}

function sayBefore({ prediction, interval, set }: PredictedRow, now: PredictedRow): string {
  const bounds = interval
    ? ` (${formatNumber(interval.low)} to ${formatNumber(interval.high)})`
    : set
      ? ` (may be ${orList.format(set) || 'none'})`
      : ''
  if (prediction === now.prediction) return `as before${bounds}`
  if (typeof prediction !== 'number' || typeof now.prediction !== 'number') return `was ${prediction}${bounds}`
  const change = now.prediction - prediction
  return `was ${formatNumber(prediction)}${bounds}, ${change > 0 ? '+' : ''}${formatNumber(change)}`
}

/** Where the truth lies beside the prediction, and how sure that is. */
function Bounds({ row: { interval, set }, pipeline }: { row: PredictedRow; pipeline: Pipeline }) {
  const { conformal, contract } = pipeline
  if (!conformal || (!interval && !set)) return null
  const share = formatShare(conformal.level)
  if (conformal.bound === null)
    return (
      <p className={styles.bounds} data-testid="bounds">
        Nothing bounds it: {formatUnits(conformal.rows, 'validation row')} are too few for {share} (
        {formatCount(leastRows(conformal.level))} are needed).
      </p>
    )
  return (
    <p className={styles.bounds} data-testid="bounds">
      {interval && (
        <>
          between <b>{formatNumber(interval.low)}</b> and <b>{formatNumber(interval.high)}</b>
        </>
      )}
      {set?.length === contract.classes.length && 'may be any of the classes'}
      {set && set.length < contract.classes.length && (
        <>
          {set.length === 1 && 'only '}
          <b>{orList.format(set)}</b>
        </>
      )}{' '}
      <span className="secondary">
        ({share}
        {set ? ' of such sets hold the true class' : ''})
      </span>
    </p>
  )
}
