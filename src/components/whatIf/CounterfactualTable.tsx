import { Button } from '@mantine/core'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatNumber, formatScore } from '@/core/format/format.ts'
import type { PredictedRow } from '@/core/pipeline/jobs.ts'
import type { Contract } from '@/core/pipeline/pipeline.ts'
import type { Counterfactual } from '@/core/whatIf/jobs.ts'
import { short } from './say.ts'
import type { EditedCells } from './useCells.ts'
import styles from './whatIf.module.css'

/** Ways to another answer, only the cells that differ, each to be taken over into the form. */
export function CounterfactualTable({
  found,
  contract,
  edited,
}: {
  found: readonly Counterfactual[]
  contract: Contract
  edited: EditedCells
}) {
  // What the nearest way changes stands first, where it is in sight.
  const columns = [...new Set(found.flatMap(({ changes }) => changes.map(({ column }) => column)))]
  return (
    <Scrollable label="Ways to another answer" className={styles.scroll!}>
      <table className={styles.ways}>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <td />
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col" className="n">
              Distance
            </th>
            <th scope="col">{contract.target}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ changes, distance, said }, i) => (
            <tr key={JSON.stringify(changes)}>
              <th scope="row">{i + 1}</th>
              <td>
                <Button
                  aria-label={`Take over way ${i + 1}`}
                  onClick={() =>
                    edited.take(
                      Object.fromEntries(changes.map(({ column, to }) => [column, to])),
                      `Took over way ${i + 1}`,
                    )
                  }
                >
                  Take over
                </Button>
              </td>
              {columns.map((name) => {
                const change = changes.find(({ column }) => column === name)
                return (
                  <td key={name}>
                    {change && (
                      <>
                        <span className="secondary">{change.from === null ? 'missing' : short(change.from)} to </span>
                        <b className="strong">{change.to}</b>
                      </>
                    )}
                  </td>
                )
              })}
              <td className="n">{formatNumber(distance, 2)}</td>
              <td>{saySaid(said, contract)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}

function saySaid({ prediction, probabilities }: PredictedRow, { classes }: Contract): string {
  if (typeof prediction === 'number') return formatNumber(prediction)
  return `${prediction}, ${formatScore(probabilities?.[classes.indexOf(prediction)] ?? Number.NaN)}`
}
