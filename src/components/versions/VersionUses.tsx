import { useShallow } from 'zustand/react/shallow'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import { formatUnits } from '@/core/format/format.ts'
import { liveExperiments } from '@/state/experiment.ts'
import { liveRuns } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './versions.module.css'

/** Questions named; more are counted. */
const NAMED = 2

/** The questions that are asked of a version, or tested with it, and how many runs each has. */
export function VersionUses({ datasetId }: { datasetId: DatasetId }) {
  const shelves = useAssay((state) => state.shelves)
  const asking = useAssay(
    useShallow((state) =>
      liveExperiments(state).filter(
        ({ question: { datasetId: asked, split } }) =>
          asked === datasetId || (split.kind === 'file' && split.testDatasetId === datasetId),
      ),
    ),
  )
  if (asking.length === 0) return <span className="caption">nothing yet</span>
  return (
    <ul className={styles.uses}>
      {asking.slice(0, NAMED).map(({ id, name, question }) => {
        const runs = liveRuns({ shelves }, id).length
        return (
          <li key={id}>
            <a href={hrefOf(runs > 0 ? { page: 'runs', experimentId: id } : { page: 'question', experimentId: id })}>
              {name}
            </a>{' '}
            <span className="caption">
              {question.datasetId !== datasetId && 'as test, '}
              {runs > 0 ? formatUnits(runs, 'run') : 'no run yet'}
            </span>
          </li>
        )
      })}
      {asking.length > NAMED && <li className="caption">and {formatUnits(asking.length - NAMED, 'more question')}</li>}
    </ul>
  )
}
