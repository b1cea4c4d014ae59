import { Button } from '@mantine/core'
import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { capitalise, formatCount } from '@/core/format/format.ts'
import type { OptionField } from '@/core/learner/field.ts'
import { countedBy } from '@/core/learner/table.ts'
import { describeValue } from '@/core/sweep/enter.ts'
import { bestTrial, objectiveOf, type Sweep, type Trial } from '@/core/sweep/sweep.ts'
import { formatObjective, metricLabel, STATUS_WORDS, tableOfTrials } from './axes.ts'
import styles from './sweep.module.css'

const LISTED = 50

/** The chosen trials, the best first: what each was given and came to, and the button that makes a run of it. */
export function TrialTable({
  sweep,
  chosen,
  fields,
  onPromote,
}: {
  sweep: Sweep
  /** Their numbers, as ids of lines. */
  chosen: ReadonlySet<string>
  fields: readonly OptionField[]
  onPromote: (trial: Trial) => void
}) {
  const keyOf = (trial: Trial) => objectiveOf(sweep.metric, trial) ?? Number.MAX_VALUE
  const trials = sweep.trials
    .filter(({ number }) => chosen.has(String(number)))
    .toSorted((a, b) => (keyOf(a) === keyOf(b) ? a.number - b.number : keyOf(a) < keyOf(b) ? -1 : 1))
  const best = bestTrial(sweep)
  return (
    <section aria-labelledby="trials" className={styles.part}>
      <h2 id="trials">
        Trials{' '}
        <small>
          {trials.length < sweep.trials.length
            ? `${formatCount(trials.length)} of ${formatCount(sweep.trials.length)} chosen`
            : 'the best first'}
          {trials.length > LISTED && `; the first ${LISTED} are listed`}
        </small>
      </h2>
      <Scrollable label="Trials" className={styles.scroll!}>
        <table>
          <thead>
            <tr>
              <th scope="col">Trial</th>
              {sweep.parameters.map(({ key }) => (
                <th key={key} scope="col" className="n">
                  {fields.find((field) => field.key === key)?.label ?? key}
                </th>
              ))}
              <th scope="col" className="n">
                {capitalise(countedBy(sweep.base.kind))}s
              </th>
              <th scope="col" className="n">
                {metricLabel(sweep.metric)}
              </th>
              <th scope="col">Status</th>
              <th scope="col">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {trials.slice(0, LISTED).map((trial) => (
              <tr key={trial.number}>
                <th scope="row">
                  {trial.number}
                  {trial.number === best?.number && <span className={styles.best}> best</span>}
                </th>
                {sweep.parameters.map(({ key }) => (
                  <td key={key} className="n">
                    {describeValue(
                      fields.find((field) => field.key === key),
                      trial.values[key],
                    )}
                  </td>
                ))}
                <td className="n">{formatCount(trial.epochsDone)}</td>
                <td className="n">{formatObjective(sweep.metric, trial)}</td>
                <td>{STATUS_WORDS[trial.status]}</td>
                <td>
                  {(trial.status === 'done' || trial.status === 'stopped early') && (
                    <Button
                      variant="subtle"
                      size="xs"
                      aria-label={`Make trial ${trial.number} a run`}
                      onClick={() => onPromote(trial)}
                    >
                      Make it a run
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <SaveTable name="Trials" table={() => tableOfTrials(sweep, fields, trials)} />
    </section>
  )
}
