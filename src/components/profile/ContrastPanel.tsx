import { Button } from '@mantine/core'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import { formatCount, formatNumber, formatShare, formatUnits } from '@/core/format/format.ts'
import type { Contrast, ContrastGroup } from '@/core/profile/contrast.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './profile.module.css'

/** How the target lies within each value or range of one column: shares of its classes, or its quartiles. */
export function ContrastPanel({
  datasetId,
  feature,
  target,
}: {
  datasetId: DatasetId
  feature: string
  target: string
}) {
  const { output, error, again } = useJob(
    `contrast/${datasetId}/${JSON.stringify([feature, target])}`,
    (jobs, signal) => jobs.read.call('contrast', { datasetId, feature, target }, { signal }),
  )
  if (error) return <ErrorStrip error={error} action={<Button onClick={again}>Try again</Button>} />
  if (!output) return <div />
  const { groups, classes, unlabelled } = output
  return (
    <Scrollable label={`${target} by ${feature}`} className={styles.ranked!}>
      <p>{sayContrast(output)}</p>
      <table className={styles.contrast}>
        <caption className="caption">
          {target} by {feature}
          {unlabelled > 0 && `; ${formatUnits(unlabelled, 'row')} without ${target} left out`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{feature}</th>
            <th scope="col" className="n">
              Rows
            </th>
            {(classes ?? ['Mean', 'Lower quartile', 'Median', 'Upper quartile']).map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.label}>
              <th scope="row" className={styles.value} title={group.label}>
                {group.label}
              </th>
              <td className="n">{formatCount(group.rows)}</td>
              {cellsOf(group, classes).map(({ name, text, share }) => (
                <td
                  key={name}
                  className="n"
                  // At most 30% of the colour, so that text keeps its contrast.
                  style={
                    share === undefined
                      ? undefined
                      : {
                          background: `color-mix(in oklab, var(--accent) ${Math.round(30 * share)}%, var(--surface-1))`,
                        }
                  }
                >
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}

function cellsOf({ rows, counts, amounts }: ContrastGroup, classes: Contrast['classes']) {
  if (classes)
    return classes.map((name, i) => {
      const share = rows === 0 ? 0 : (counts?.[i] ?? 0) / rows
      return { name, text: rows === 0 ? '' : formatShare(share), share }
    })
  const say = (value: number | undefined) => (value === undefined ? '' : formatNumber(value))
  return [
    { name: 'mean', text: say(amounts?.mean), share: undefined },
    { name: 'low', text: say(amounts?.low), share: undefined },
    { name: 'median', text: say(amounts?.median), share: undefined },
    { name: 'high', text: say(amounts?.high), share: undefined },
  ]
}

/** Groups with fewer rows say little, and are not named as the least or the greatest. */
const LEAST_ROWS = 20

function sayContrast({ target, feature, classes, groups }: Contrast): string {
  if (groups.length < 2) return `${feature} is the same in every row, so it does not tell ${target} apart.`
  const subject = classes?.[classes.length === 2 ? 1 : 0]
  const figure = ({ rows, counts, amounts }: ContrastGroup) =>
    classes ? (counts?.[classes.length === 2 ? 1 : 0] ?? 0) / rows : amounts?.mean
  const said = groups.flatMap((group) => {
    const value = group.rows > 0 ? figure(group) : undefined
    return value === undefined || group.rows < LEAST_ROWS ? [] : [{ label: group.label, value }]
  })
  const sorted = said.toSorted((a, b) => a.value - b.value)
  const [low, high] = [sorted[0], sorted.at(-1)]
  if (!low || !high || low === high) return `Too few rows in its groups to compare ${target}.`
  const say = (value: number) => (classes ? formatShare(value) : formatNumber(value))
  return classes
    ? `${target} is ${subject} in ${say(low.value)} of the rows of ${low.label}, and in ${say(high.value)} of ${high.label}.`
    : `The mean of ${target} goes from ${say(low.value)} (${low.label}) to ${say(high.value)} (${high.label}).`
}
