import { Button, Slider } from '@mantine/core'
import { useMemo, useState } from 'react'
import { ConfusionMatrix } from '@/components/run/ConfusionMatrix.tsx'
import { rowsOfCell } from '@/components/run/rowsOfCell.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { BinaryCurves } from '@/core/curves/runCurves.ts'
import {
  type BinaryCosts,
  bestThreshold,
  confusionOf,
  costOf,
  f1Of,
  plainThreshold,
  type ThresholdCounts,
  type ThresholdRow,
  youden,
} from '@/core/curves/thresholds.ts'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import { formatCount, formatScore, formatThreshold, formatUnits } from '@/core/format/format.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { useActions } from '@/state/useAssay.ts'
import { CostChart } from './CostChart.tsx'
import styles from './curves.module.css'
import { sayClass } from './sayClass.ts'
import { ThresholdInput } from './ThresholdInput.tsx'
import { TriedCostFields } from './TriedCostFields.tsx'

export interface TriedThreshold {
  readonly row: ThresholdRow
  /** While it is being moved. */
  readonly show: (threshold: number) => void
  /** Once it stands, so that the address can keep it. */
  readonly keep: (threshold: number) => void
}

export interface TriedPurpose {
  readonly costs: BinaryCosts
  readonly unit: string
  readonly set: (costs: BinaryCosts) => void
  readonly reset: (() => void) | undefined
}

/** From which probability on a row is called the class that was asked about: what follows, what it costs, and which is best. */
export function ThresholdSection({
  run,
  part,
  curves,
  own,
  tried,
  purpose,
  colour,
}: {
  run: Run
  part: Evaluation['part']
  curves: BinaryCurves
  /** The threshold that the model has. */
  own: number
  tried: TriedThreshold
  purpose: TriedPurpose
  colour: string
}) {
  const { target, classes } = run.spec.question
  const positive = sayClass(target, classes[1]!)
  const { row, show, keep } = tried
  const { costs, unit } = purpose
  const isCosted = costs.falseAlarm !== undefined && costs.miss !== undefined
  // Over all distinct scores, of which a slider that moves must not go through again.
  const best = useMemo(
    () => (isCosted ? bestThreshold(curves.ranked, (counts) => -costOf(counts, costs), costs) : undefined),
    [curves.ranked, costs, isCosted],
  )
  return (
    <section aria-labelledby="threshold">
      <h2 id="threshold">Threshold</h2>
      <p className={styles.sentence}>{sayRow(row, positive)}</p>
      <div className={styles.threshold}>
        <span id="threshold-label">Called {positive} from a probability of</span>
        <ThresholdInput labelledBy="threshold-label" threshold={row.threshold} onChange={keep} />
        <span aria-hidden>up</span>
        <Slider
          className={styles.slider!}
          thumbLabel={`Called ${positive} from a probability of`}
          label={null}
          min={0}
          max={1}
          step={0.005}
          value={row.threshold}
          onChange={show}
          onChangeEnd={keep}
          marks={[{ value: own, label: `${formatThreshold(own)} in use` }]}
        />
      </div>
      <BestButtons part={part} curves={curves} best={best} onTake={keep} />
      <UseThreshold run={run} part={part} own={own} threshold={row.threshold} />
      <ConfusionMatrix
        confusion={confusionOf(row)}
        classes={classes}
        rows={curves.rows}
        // Rows are listed by the threshold in use.
        rowsOf={row.threshold === own ? rowsOfCell(run, part) : undefined}
      />
      <h3>What it costs</h3>
      <div className={styles.costs}>
        <div>
          <TriedCostFields costs={costs} unit={unit} onChange={purpose.set} onReset={purpose.reset} />
          <p className="caption">
            {isCosted
              ? 'Tried here only. What the question is for, and its costs, are kept on the page of the question.'
              : `Enter what it costs to act on a row that is not ${positive}, and to miss one that is, to see where acting pays.`}
          </p>
        </div>
        {best && (
          <CostChart
            ranked={curves.ranked}
            costs={costs}
            unit={unit}
            best={best}
            chosen={row}
            colour={colour}
            onPick={keep}
          />
        )}
      </div>
    </section>
  )
}

function sayRow(row: ThresholdRow, positive: string): string {
  const called = row.truePositives + row.falsePositives
  const there = row.truePositives + row.falseNegatives
  const at = formatThreshold(row.threshold)
  if (called === 0)
    return `From ${at} up no row is called ${positive}: all ${formatUnits(there, 'row')} of it are missed.`
  const found = `${formatCount(row.truePositives)} of ${formatUnits(there, 'row')} of ${positive} found (recall ${formatScore(row.recall ?? 0)})`
  return `From ${at} up ${formatUnits(called, 'row')} ${called === 1 ? 'is' : 'are'} called ${positive}, ${formatCount(row.truePositives)} of them rightly (precision ${formatScore(row.precision ?? 0)}); ${found}. F1 ${formatScore(row.f1 ?? 0)}.`
}

const GOALS: readonly { readonly label: string; readonly worth: (counts: ThresholdCounts) => number | undefined }[] = [
  { label: 'Best F1', worth: f1Of },
  { label: 'Best Youden', worth: youden },
]

/** The best by what a person wants, of the validation rows: a threshold chosen by test rows would no longer be tested by them. */
function BestButtons({
  part,
  curves: { ranked },
  best,
  onTake,
}: {
  part: Evaluation['part']
  curves: BinaryCurves
  best: ThresholdRow | undefined
  onTake: (threshold: number) => void
}) {
  const bests = useMemo(
    () => (part === 'test' ? [] : GOALS.map(({ label, worth }) => ({ label, row: bestThreshold(ranked, worth) }))),
    [ranked, part],
  )
  if (part === 'test')
    return (
      <p className="caption">
        These are test rows: see here how a threshold does that was chosen on validation rows. One that is chosen by
        test rows is no longer tested by them.
      </p>
    )
  const found = [...bests, { label: 'Least cost', row: best }].filter(
    ({ row }) => row && row.threshold !== Number.POSITIVE_INFINITY,
  )
  return (
    <div className={styles.line}>
      <span className="secondary">Look at</span>
      {found.map(({ label, row }) => {
        const threshold = plainThreshold(ranked, row!.threshold)
        return (
          <Button key={label} onClick={() => onTake(threshold)}>
            {label}, {formatThreshold(threshold)}
          </Button>
        )
      })}
      <span className="caption">
        Best on these rows: scores at it flatter, so let the test rows judge. Youden is recall less the share of false
        alarms.
      </span>
    </div>
  )
}

/** Makes the model carry a threshold, wherever it predicts. */
function UseThreshold({
  run,
  part,
  own,
  threshold,
}: {
  run: Run
  part: Evaluation['part']
  own: number
  threshold: number
}) {
  const actions = useActions()
  const [error, setError] = useState<ErrorData>()
  const [isBusy, setBusy] = useState(false)
  const use = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await actions().moveThreshold(run.id, threshold)
    } catch (cause) {
      setError(toErrorData(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {error && <ErrorStrip error={error} onClose={() => setError(undefined)} />}
      <p className={styles.use}>
        <span>
          {threshold === own
            ? `The model uses this threshold: predictions, exported files and scores go by ${formatThreshold(own)}.`
            : `The model goes by ${formatThreshold(own)}. With ${formatThreshold(threshold)} its predictions, exported files and scores change; this can be undone.`}
        </span>
        {part === 'validation' && (
          <Button variant="filled" disabled={threshold === own} loading={isBusy} onClick={() => void use()}>
            Use this threshold
          </Button>
        )}
      </p>
    </>
  )
}
