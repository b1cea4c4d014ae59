import { useEffect, useRef, useState } from 'react'
import tokens from '@/components/theme/tokens.css?raw'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import { useSlow } from '@/components/ui/useSlow.ts'
import { type ErrorData, isAborted, toErrorData } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import { judgeRuns } from '@/core/pipeline/noComparison.ts'
import { comparisonReport } from '@/core/report/comparisonReport.ts'
import type { ReportedEvaluation } from '@/core/report/reported.ts'
import { compareSettings } from '@/core/run/compare.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import { intervalKey } from '@/state/intervals.ts'
import { formatRoute } from '@/state/route.ts'
import { useActions, useModel, useRead } from '@/state/useAssay.ts'
import { compareCharts } from './compareCharts.ts'
import type { Compared } from './compared.ts'
import { judgingOf } from './judging.ts'
import { resampledBeside, seedLines, seedsBeside } from './resampledBeside.ts'
import { sharedSaid } from './sharedSaid.ts'

export interface Saving {
  readonly save: () => void
  readonly stop: () => void
  readonly isBusy: boolean
  /** Whether it takes so long that a person wants to see it and to be able to stop it. */
  readonly isSlow: boolean
  readonly progress: Progress | undefined
  readonly error: ErrorData | undefined
  readonly forget: () => void
}

/** Freezes a comparison into one HTML file, as the page shows it: its verdicts are worked out anew first. */
export function useSaveComparison(
  name: string,
  question: Question,
  route: CompareRoute,
  compared: readonly Compared[],
): Saving {
  const actions = useActions()
  const model = useModel()
  const read = useRead()
  const running = useRef<AbortController>(undefined)
  const [isBusy, setBusy] = useState(false)
  const [progress, setProgress] = useState<Progress>()
  const [error, setError] = useState<ErrorData>()
  const isSlow = useSlow(isBusy, 'save')
  useEffect(() => () => running.current?.abort(), [])

  const save = async () => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setBusy(true)
    setProgress(undefined)
    setError(undefined)
    try {
      const { shelves, intervals } = actions()
      const { evaluation } = shelves
      const runs = compared.map(({ run }) => run)
      const { metric, part } = judgingOf(evaluation, route, runs, question)
      const [base, ...others] = runs.map(({ id }) => id)
      const { signal } = controller
      const found = await model('compareRuns', { base: base!, others, part, metric }, { signal, onEvent: setProgress })
      const judged = judgeRuns(found, route.adjustment)
      const rowDiffs = await read('diffRows', { base: base!, others, part, tolerance: 0 }, { signal })
      // Those that the page does not show were not worked out yet. A file without an interval is better than none.
      const withIntervals = async (scored: Evaluation): Promise<ReportedEvaluation> => {
        const known =
          intervals[intervalKey(scored)] ??
          (await model('intervals', { runId: scored.runId, part: scored.part }, { signal }).catch((cause: unknown) => {
            if (isAborted(cause)) throw cause
            return undefined
          }))
        return { ...scored, intervals: known?.intervals }
      }
      const resampled = resampledBeside(shelves, runs, metric, route.adjustment)
      const reported = []
      for (const each of compared) {
        const scored = [evaluation[`${each.run.id}/validation`], evaluation[`${each.run.id}/test`]]
        const evaluations = []
        for (const one of scored) if (one) evaluations.push(await withIntervals(one))
        reported.push({ ...each, colour: runColourOf(each.run), evaluations })
      }
      const text = comparisonReport({
        question: name,
        runs: reported,
        metric: question.metric,
        judged: {
          metric,
          part,
          adjustment: route.adjustment,
          found: judged,
          notes: judged.map((each, i) =>
            sharedSaid(shelves.dataset, 'verdict' in each ? each.shared : undefined, runs[0]!, runs[i + 1]!, part),
          ),
        },
        rowDiffs,
        resampled,
        seedLines: seedLines(shelves, compared, metric, resampled),
        seeds: seedsBeside(shelves, runs, route.sure, metric),
        panels: compareCharts(compared, question.metric, route),
        settings: compareSettings(compared.map(({ settings }) => settings)),
        isDiffOnly: route.diffOnly,
        tokens,
        address: formatRoute(route),
        madeAt: Date.now(),
      })
      const letters = runs.map(({ mark }) => mark.letter).join('-')
      saveFile(new Blob([text], { type: 'text/html' }), `comparison-${letters}.html`)
    } catch (cause) {
      if (!isAborted(cause)) setError(toErrorData(cause))
    } finally {
      if (running.current === controller) setBusy(false)
    }
  }
  return {
    save: () => void save(),
    stop: () => running.current?.abort(),
    isBusy,
    isSlow,
    progress,
    error,
    forget: () => setError(undefined),
  }
}
