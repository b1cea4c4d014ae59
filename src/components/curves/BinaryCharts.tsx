import { useEffect, useMemo, useState } from 'react'
import { useIntervals } from '@/components/run/useIntervals.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import type { BinaryCurves } from '@/core/curves/runCurves.ts'
import { type BinaryCosts, thresholdRow } from '@/core/curves/thresholds.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { ChartsRoute } from '@/state/route.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './curves.module.css'
import { GainChart, LiftChart } from './GainCharts.tsx'
import { CalibrationChart, ScoreChart } from './ProbabilityCharts.tsx'
import { PrecisionRecallChart, RocChart } from './RankingCharts.tsx'
import { sayClass } from './sayClass.ts'
import { ThresholdSection } from './ThresholdSection.tsx'

/** All that is drawn of two classes, with the threshold that is looked at in every chart. */
export function BinaryCharts({
  run,
  route,
  evaluation,
  curves,
}: {
  run: Run
  route: ChartsRoute
  evaluation: Evaluation
  curves: BinaryCurves
}) {
  const { target, classes } = run.spec.question
  const positive = sayClass(target, classes[1]!)
  const colour = runColourOf(run)
  const own = useAssay((state) => state.shelves.pipeline[run.id]?.threshold ?? 0)
  const [moving, setMoving] = useState<number>()
  const purpose = useTriedCosts(run, route)
  const intervals = useIntervals(evaluation)?.intervals
  const row = thresholdRow(curves.ranked, moving ?? route.at ?? own, purpose.costs)
  const keep = (threshold: number) => {
    setMoving(undefined)
    goTo({ ...route, at: threshold === own ? undefined : threshold }, { replace: true })
  }
  const negatives = curves.rows - curves.positives
  const chosen = {
    threshold: row.threshold,
    falsePositiveRate: negatives > 0 ? row.falsePositives / negatives : 0,
    truePositiveRate: row.recall,
    precision: row.precision,
    take: keep,
  }
  const about = { label: positive, colour }
  return (
    <>
      <ThresholdSection
        run={run}
        part={evaluation.part}
        curves={curves}
        own={own}
        tried={{ row, show: setMoving, keep }}
        purpose={purpose}
        colour={colour}
      />
      <section aria-labelledby="ranking">
        <h2 id="ranking">Which rows it puts first</h2>
        <div className={styles.pair}>
          <RocChart {...about} ranking={curves} rows={curves.rows} chosen={chosen} interval={intervals?.auc} />
          <PrecisionRecallChart {...about} ranking={curves} rows={curves.rows} chosen={chosen} />
          <GainChart {...about} curves={curves} />
          <LiftChart {...about} curves={curves} />
        </div>
      </section>
      <section aria-labelledby="probabilities">
        <h2 id="probabilities">What its probabilities are worth</h2>
        <div className={styles.pair}>
          <CalibrationChart calibration={curves.calibration} of={positive} colour={colour} interval={intervals?.ece} />
          <ScoreChart
            histogram={curves.histogram}
            label={positive}
            threshold={row.threshold}
            called={{
              positives: row.truePositives,
              negatives: row.falsePositives,
              of: [curves.positives, negatives],
            }}
          />
        </div>
      </section>
    </>
  )
}

/** The question's costs, until others are tried. What is known in full goes into the address. */
function useTriedCosts(run: Run, route: ChartsRoute) {
  const asked = useAssay((state) => state.shelves.experiment[run.experimentId]?.question.purpose?.costs)
  const known = asked?.kind === 'binary' ? asked : undefined
  const [typed, setTyped] = useState<BinaryCosts>()
  const address = JSON.stringify(route.costs)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address says other costs
  useEffect(() => setTyped(undefined), [address])
  const { falseAlarm, miss, hit } = known ?? {}
  const ofQuestion = useMemo(
    (): BinaryCosts => ({
      ...(falseAlarm !== undefined && { falseAlarm }),
      ...(miss !== undefined && { miss }),
      ...(hit !== undefined && { hit }),
    }),
    [falseAlarm, miss, hit],
  )
  const costs = typed ?? route.costs ?? ofQuestion
  const write = (next: ChartsRoute['costs']) => goTo({ ...route, costs: next }, { replace: true })
  return {
    costs,
    unit: known?.unit ?? '',
    set: (next: BinaryCosts) => {
      setTyped(next)
      if (next.falseAlarm !== undefined && next.miss !== undefined)
        write({ falseAlarm: next.falseAlarm, miss: next.miss, hit: next.hit ?? 0 })
    },
    reset:
      known && (typed ?? route.costs)
        ? () => {
            setTyped(undefined)
            write(undefined)
          }
        : undefined,
  }
}
