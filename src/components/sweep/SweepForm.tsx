import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { OptionRow } from '@/components/run/LearnerFields.tsx'
import { SeedAndDevice } from '@/components/run/SeedAndDevice.tsx'
import form from '@/components/run/train.module.css'
import { goTo } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { Field } from '@/components/ui/Field.tsx'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { Experiment } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { isDescentKind, type SweptLearner } from '@/core/learner/learner.ts'
import { fieldText } from '@/core/learner/options.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { SWEEP_METHOD_LABELS, SWEEP_METHODS, type SweepMethod } from '@/core/sweep/sweep.ts'
import { useActions } from '@/state/useAssay.ts'
import { ParameterRow } from './ParameterRow.tsx'
import styles from './sweep.module.css'
import { useSweepDraft } from './sweepDraft.ts'

const METHOD_HELP: Readonly<Record<SweepMethod, string>> = {
  grid: 'Every combination of the values once.',
  random: 'Values at random: sees more of each setting than a grid of as many trials.',
  halving: 'Many trials for a few epochs; one in three goes on for three times as many.',
  tpe: 'At random at first, then where earlier trials did well (tree-structured Parzen estimator).',
}

/** What to search, how, and the button that starts it. */
export function SweepForm({ experiment, trainRows }: { experiment: Experiment; trainRows: number }) {
  const { task, metric } = experiment.question
  const actions = useActions()
  const [error, setError] = useState<ErrorData | undefined>()
  const { draft, method, change, rows, fixed, defaults, errors, proposed, errorOfCap, order } = useSweepDraft(
    experiment,
    trainRows,
  )
  const searched = rows.filter(({ isSearched }) => isSearched).map(({ field }) => field.key)

  const start = async () => {
    if (!order) {
      document.querySelector<HTMLElement>('#sweep-form [aria-invalid=true]')?.focus()
      return
    }
    setError(undefined)
    try {
      const sweep = await actions().startSweep(experiment.id, order)
      if (sweep) goTo({ page: 'sweep', experimentId: experiment.id, sweepId: sweep.id })
    } catch (cause) {
      setError(toErrorData(cause))
    }
  }

  return (
    <form
      id="sweep-form"
      className={form.form}
      aria-label="Sweep"
      onSubmit={(event) => {
        event.preventDefault()
        void start()
      }}
    >
      <h2>New sweep</h2>
      <div className={styles.wide}>
        <Field label="Learner" htmlFor="sweep-learner">
          <NativeSelect
            id="sweep-learner"
            value={draft.kind}
            data={(['network', 'boosting', 'forest', 'glm', 'neighbours', 'linear'] as const).map((kind) => ({
              value: kind,
              label: LEARNERS[kind].label(task),
            }))}
            onChange={(event) =>
              change({
                kind: event.currentTarget.value as SweptLearner['kind'],
                searched: undefined,
                texts: {},
                options: {},
              })
            }
          />
        </Field>
        <Field label="Method" htmlFor="sweep-method" help={<span id="sweep-method-note">{METHOD_HELP[method]}</span>}>
          <NativeSelect
            id="sweep-method"
            aria-describedby="sweep-method-note"
            value={method}
            data={SWEEP_METHODS.filter((each) => each !== 'halving' || isDescentKind(draft.kind)).map((each) => ({
              value: each,
              label: SWEEP_METHOD_LABELS[each],
            }))}
            onChange={(event) => change({ method: event.currentTarget.value as SweepMethod })}
          />
        </Field>
        <Field label="Best by" htmlFor="sweep-metric">
          <NativeSelect
            id="sweep-metric"
            value={draft.byMetric ? 'metric' : 'loss'}
            data={[
              { value: 'loss', label: 'Validation loss' },
              { value: 'metric', label: `${METRICS[metric].label}, validation` },
            ]}
            onChange={(event) => change({ byMetric: event.currentTarget.value === 'metric' })}
          />
        </Field>
      </div>
      <h3 className={styles.heading}>Settings to search</h3>
      {rows.map((row) => (
        <ParameterRow
          key={row.field.key}
          row={row}
          isGrid={method === 'grid'}
          options={draft.options}
          defaults={defaults}
          optionError={errors[row.field.key]}
          onTick={(isSearched) =>
            change({
              searched: isSearched ? [...searched, row.field.key] : searched.filter((key) => key !== row.field.key),
            })
          }
          onTexts={(texts) => change({ texts: { ...draft.texts, [row.field.key]: texts } })}
          onOption={(text) => change({ options: { ...draft.options, [row.field.key]: text } })}
        />
      ))}
      <h3 className={styles.heading}>Every trial</h3>
      {fixed.map((field) => (
        <OptionRow
          key={field.key}
          id={`sweep-${field.key}`}
          field={field}
          text={draft.options[field.key] ?? fieldText(field, defaults)}
          error={errors[field.key]}
          onChange={(text) => change({ options: { ...draft.options, [field.key]: text } })}
        />
      ))}
      <Field
        label="Trials, at most"
        htmlFor="sweep-cap"
        help={
          errorOfCap && (
            <span id="sweep-cap-note" className={form.invalid}>
              {errorOfCap}
            </span>
          )
        }
      >
        <TextInput
          id="sweep-cap"
          inputMode="numeric"
          autoComplete="off"
          value={draft.runCap}
          placeholder={String(proposed)}
          error={errorOfCap !== undefined}
          {...(errorOfCap && { 'aria-describedby': 'sweep-cap-note' })}
          onChange={(event) => change({ runCap: event.currentTarget.value })}
        />
      </Field>
      <SeedAndDevice seed={draft.seed} device={draft.device} onChange={change} />
      {error && <ErrorStrip error={error} onClose={() => setError(undefined)} />}
      <div className={form.submit}>
        <Button type="submit" variant="filled" size="lg">
          {order ? `Search ${formatUnits(order.runCap, 'trial')}` : 'Search'}
        </Button>
        <span className="caption">
          {searched.length === 0 ? 'Tick a setting first' : order ? '' : 'Correct what is marked first'}
        </span>
      </div>
    </form>
  )
}
