import { formatNumber, formatScore } from '@/core/format/format.ts'
import type { PredictedRow } from '@/core/pipeline/jobs.ts'
import type { Contract } from '@/core/pipeline/pipeline.ts'
import styles from './pipeline.module.css'

const CLASSES_SHOWN = 12

/** What the model says of one row; for classes with every probability, the likeliest first. */
export function PredictionResult({ row, contract }: { row: PredictedRow; contract: Contract }) {
  const { prediction, probabilities, spread } = row
  const text = typeof prediction === 'number' ? formatNumber(prediction) : prediction
  const ranked = (probabilities ?? [])
    .map((probability, index) => ({ name: contract.classes[index] ?? '', probability }))
    .sort((a, b) => b.probability - a.probability)
  return (
    <>
      <p className={styles.headline}>
        <span className="secondary">{contract.target}</span> <b data-testid="prediction">{text}</b>
      </p>
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
              <th scope="col" className="n">
                Probability
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {ranked.slice(0, CLASSES_SHOWN).map(({ name, probability }) => (
              <tr key={name}>
                <td>{name}</td>
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
