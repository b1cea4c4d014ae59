import { useEffect, useRef, useState } from 'react'
import tokens from '@/components/theme/tokens.css?raw'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import { useSlow } from '@/components/ui/useSlow.ts'
import { type ErrorData, isAborted, toErrorData } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import { comparisonReport } from '@/core/report/comparisonReport.ts'
import { compareSettings } from '@/core/run/compare.ts'
import { type CompareRoute, formatRoute } from '@/state/route.ts'
import { useActions, useModel } from '@/state/useAssay.ts'
import { compareCharts } from './compareCharts.ts'
import type { Compared } from './compared.ts'
import { judgingOf } from './judging.ts'

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
      const { evaluation } = actions().shelves
      const runs = compared.map(({ run }) => run)
      const { metric, part } = judgingOf(evaluation, route, runs, question)
      const [base, ...others] = runs.map(({ id }) => id)
      const found = await model(
        'compareRuns',
        { base: base!, others, part, metric },
        { signal: controller.signal, onEvent: setProgress },
      )
      const text = comparisonReport({
        question: name,
        runs: compared.map((each) => ({
          ...each,
          colour: runColourOf(each.run),
          evaluations: [evaluation[`${each.run.id}/validation`], evaluation[`${each.run.id}/test`]].filter(
            (scored) => scored !== undefined,
          ),
        })),
        metric: question.metric,
        judged: { metric, part, found },
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
