import { Button, Checkbox } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useState } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { Experiment } from '@/core/experiment/experiment.ts'
import { formatUnits, formatWait } from '@/core/format/format.ts'
import { LEARNER_KINDS } from '@/core/learner/learner.ts'
import { rowsWeigh } from '@/core/learner/rowWeights.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { LearnerFields } from './LearnerFields.tsx'
import { PostprocessingFields } from './PostprocessingFields.tsx'
import { SeedAndDevice } from './SeedAndDevice.tsx'
import styles from './train.module.css'
import { useTrainOrders } from './trainOrders.ts'

const FORM = 'learners'

/** What to train next: learners with their settings, seed and device, and the button that starts them. */
export function LearnerForm({ experiment, trainRows }: { experiment: Experiment; trainRows: number }) {
  const { task, datasetId } = experiment.question
  const hasWeights = rowsWeigh(
    useAssay((state) => state.shelves.dataset[datasetId]),
    experiment.question,
  )
  const actions = useActions()
  const [isStarting, setStarting] = useState(false)
  const [error, setError] = useState<ErrorData | undefined>()
  const { draft, change, choices, orders, needsBaseline, isBusy } = useTrainOrders(experiment, trainRows)
  const isReady = orders !== undefined && orders.length > 0

  const train = async () => {
    if (isStarting) return
    if (!isReady) {
      const find = (wanted: string) => document.querySelector<HTMLElement>(`#${FORM} ${wanted}`)
      const wrong = find('[aria-invalid=true]') ?? find('[type=checkbox]:not(:disabled)')
      wrong?.focus()
      return
    }
    setStarting(true)
    setError(undefined)
    try {
      await actions().startRuns(experiment.id, orders)
      change({ ticked: { ...draft.ticked, baseline: false } })
    } catch (cause) {
      setError(toErrorData(cause))
    } finally {
      setStarting(false)
    }
  }
  useHotkeys([['mod+Enter', () => void train()]], [])

  const known = choices.filter(({ isOn }) => isOn).map(({ durationMs }) => durationMs)
  const total = known.every((ms) => ms !== undefined) ? known.reduce((sum, ms) => sum + ms, 0) : undefined
  const count = choices.filter(({ isOn }) => isOn).length
  return (
    <form
      className={styles.form}
      id={FORM}
      aria-label="Learners"
      onSubmit={(event) => {
        event.preventDefault()
        void train()
      }}
    >
      <h2>
        Learners
        {choices.some(({ durationMs }) => durationMs !== undefined) && <small> times at most, by earlier runs</small>}
      </h2>
      {LEARNER_KINDS.map((kind) => {
        const { isOn, defaults, parsed, durationMs } = choices.find((choice) => choice.kind === kind)!
        const isKept = kind === 'baseline' && needsBaseline
        return (
          <div key={kind} className={styles.learner}>
            <div className={styles.learnerHead}>
              <Checkbox
                label={LEARNERS[kind].label(task)}
                description={
                  isKept
                    ? `${LEARNERS[kind].blurb(task)}. There must be something to beat.`
                    : LEARNERS[kind].blurb(task)
                }
                checked={isOn}
                disabled={isKept}
                size="xs"
                classNames={{
                  input: styles.learnerTick!,
                  label: styles.learnerName!,
                  description: styles.learnerBlurb!,
                }}
                onChange={(event) => change({ ticked: { ...draft.ticked, [kind]: event.currentTarget.checked } })}
              />
              {durationMs !== undefined && (
                <span className={styles.estimate}>{durationMs < 1_000 ? 'under 1 s' : formatWait(durationMs)}</span>
              )}
            </div>
            {isOn && hasWeights && LEARNERS[kind].ignoresWeights && (
              <p className={`${styles.fields} caption`}>
                Rows count alike here, whatever they weigh; those of weight 0 are left out.
              </p>
            )}
            {isOn && (
              <LearnerFields
                kind={kind}
                task={task}
                texts={draft.texts[kind]}
                defaults={defaults}
                errors={parsed.errors}
                onChange={(texts) => change({ texts: { ...draft.texts, [kind]: texts } })}
              />
            )}
          </div>
        )
      })}
      <PostprocessingFields
        task={task}
        value={draft.postprocessing}
        onChange={(postprocessing) => change({ postprocessing })}
      />
      <SeedAndDevice seed={draft.seed} device={draft.device} onChange={change} />
      {error && <ErrorStrip error={error} onClose={() => setError(undefined)} />}
      <div className={styles.submit}>
        <Button type="submit" variant="filled" size="lg" data-testid="train">
          {isBusy ? `Add ${count} to the queue` : `Train ${formatUnits(count, 'model')}`}
        </Button>
        <span className="caption">
          {count === 0
            ? 'Tick a learner first'
            : orders === undefined
              ? 'Correct what is marked first'
              : total !== undefined
                ? `at most ${formatWait(Math.max(1_000, total))}`
                : ''}
        </span>
      </div>
    </form>
  )
}
