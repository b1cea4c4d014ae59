import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Experiment } from '@/core/experiment/experiment.ts'
import { formatAgo, formatMetric, formatUnits } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { newestVersions } from '@/state/dataset.ts'
import { liveExperiments } from '@/state/experiment.ts'
import { bestRun, liveRuns, validationScore } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './home.module.css'

const SHOWN = 6
const MARKS_SHOWN = 5

/** What was worked on last: questions with their runs, and tables that nothing was asked of yet. */
export function RecentWork() {
  const shelves = useAssay((state) => state.shelves)
  const experiments = liveExperiments({ shelves })
  const asked = new Set(experiments.map(({ question }) => question.datasetId))
  const datasets = newestVersions({ shelves }).filter(({ id }) => !asked.has(id))
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">Recent work</h2>
      {experiments.length + datasets.length === 0 && (
        <p className={styles.none}>What you open and train stays in this browser and is listed here.</p>
      )}
      <ul>
        {experiments.slice(0, SHOWN).map((experiment) => (
          <ExperimentRow key={experiment.id} experiment={experiment} />
        ))}
        {datasets.slice(0, Math.max(0, SHOWN - experiments.length)).map((dataset) => (
          <DatasetRow key={dataset.id} dataset={dataset} />
        ))}
      </ul>
    </section>
  )
}

function ExperimentRow({ experiment }: { experiment: Experiment }) {
  const shelves = useAssay((state) => state.shelves)
  const runs = liveRuns({ shelves }, experiment.id)
  const best = bestRun({ shelves }, experiment.id)
  const { metric, target } = experiment.question
  const score = best && validationScore({ shelves }, best)
  const page = runs.length > 0 ? 'runs' : 'question'
  return (
    <li>
      <a className={styles.recent} href={hrefOf({ page, experimentId: experiment.id })}>
        <span>
          <b>{experiment.name}</b>
          <span>asks about {target}</span>
        </span>
        <span className={styles.marks}>
          {runs.slice(-MARKS_SHOWN).map((run) => (
            <RunMark key={run.id} mark={run.mark} kind={run.spec.learner.kind} />
          ))}
        </span>
        <span>
          {score !== undefined && (
            <>
              <span>Best {METRICS[metric].label}</span>
              <b>{formatMetric(metric, score)}</b>
            </>
          )}
        </span>
        <span className={styles.when}>{formatAgo(experiment.updatedAt, Date.now())}</span>
      </a>
    </li>
  )
}

function DatasetRow({ dataset }: { dataset: Dataset }) {
  return (
    <li>
      <a className={styles.recent} href={hrefOf({ page: 'data', datasetId: dataset.id, view: 'columns' })}>
        <span>
          <b>
            {dataset.name}
            {dataset.version > 0 && ` v${dataset.version}`}
          </b>
          <span>
            {formatUnits(dataset.rows, 'row')}, {formatUnits(dataset.columns.length, 'column')}
          </span>
        </span>
        <span className={styles.nothing}>nothing asked yet</span>
        <span />
        <span className={styles.when}>{formatAgo(dataset.createdAt, Date.now())}</span>
      </a>
    </li>
  )
}
