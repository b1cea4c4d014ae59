import { Page } from '@/components/shell/Page.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { formatMetric } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { hasModel } from '@/core/run/run.ts'
import type { PredictRoute } from '@/state/predictRoute.ts'
import { runName, validationScore } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { PredictFile } from './PredictFile.tsx'
import { PredictPaste } from './PredictPaste.tsx'
import { PredictRow } from './PredictRow.tsx'
import styles from './pipeline.module.css'

const WAYS: readonly { readonly way: PredictRoute['way']; readonly label: string }[] = [
  { way: 'row', label: 'One row' },
  { way: 'paste', label: 'Pasted rows' },
  { way: 'file', label: 'A whole file' },
]

/** Predicts with one run: a form for one row, a paste box, or a whole file. */
export function PredictPage({ route }: { route: PredictRoute }) {
  const { runId, way } = route
  const shelves = useAssay((state) => state.shelves)
  const run = shelves.run[runId]
  const pipeline = shelves.pipeline[runId]
  if (!run || !hasModel(run) || !pipeline)
    return (
      <Page title="Predict">
        <Empty
          action={
            <a href={hrefOf(run ? { page: 'run', runId } : { page: 'home' })}>{run ? 'See the run' : 'Go home'}</a>
          }
        >
          {run
            ? `Run ${run.mark.letter} has no model to predict with: it ${run.status === 'failed' ? 'failed' : 'has not ended'}.`
            : 'There is no run at this address in this browser.'}
        </Empty>
      </Page>
    )
  const { metric, target } = run.spec.question
  const score = validationScore({ shelves }, run)
  return (
    <Page
      title={`Predict ${target}`}
      heading={
        <span className={styles.heading}>
          <RunMark mark={run.mark} kind={run.spec.learner.kind} size={24} />
          Predict {target}
        </span>
      }
      facts={
        <>
          <span>
            with <a href={hrefOf({ page: 'run', runId })}>{runName({ shelves }, run)}</a>
          </span>
          {score !== undefined && (
            <span>
              {METRICS[metric].label} <b>{formatMetric(metric, score)}</b> on validation rows
            </span>
          )}
        </>
      }
    >
      <nav className={styles.ways} aria-label="Ways to predict">
        {WAYS.map((each) => (
          <a
            key={each.way}
            href={hrefOf({ page: 'predict', runId, way: each.way })}
            aria-current={each.way === way ? 'page' : undefined}
          >
            {each.label}
          </a>
        ))}
      </nav>
      {route.way === 'row' && <PredictRow pipeline={pipeline} route={route} />}
      {way === 'paste' && <PredictPaste pipeline={pipeline} />}
      {way === 'file' && <PredictFile pipeline={pipeline} />}
    </Page>
  )
}
