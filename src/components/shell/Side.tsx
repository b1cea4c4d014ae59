import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { isUnderWay } from '@/core/run/run.ts'
import type { Route } from '@/state/route.ts'
import { liveRuns } from '@/state/run.ts'
import type { State } from '@/state/store.ts'
import { sweepsOf } from '@/state/sweep.ts'
import { useAssay } from '@/state/useAssay.ts'
import { Brand } from './Brand.tsx'
import sideStyles from './side.module.css'
import { subjectOf } from './subject.ts'
import { hrefOf, useRoute } from './useRoute.ts'

interface Stage {
  readonly label: string
  readonly note: string
  readonly isDone: boolean
  /** Absent while the stage cannot be entered yet. */
  readonly to?: Route | undefined
  readonly pages: readonly Route['page'][]
}

/** The stages of the work on a view's subject, each with its state and, once it can be entered, its route. */
export function stagesOf(state: Pick<State, 'shelves'>, route: Route): readonly Stage[] {
  const { dataset, experiment, run } = subjectOf(state, route)
  const runs = experiment ? liveRuns(state, experiment.id) : []
  const running = runs.filter(isUnderWay).length
  const isSearched = experiment !== undefined && sweepsOf(state, experiment.id).some(isUnderWay)
  const datasetId = dataset?.id ?? experiment?.question.datasetId
  return [
    {
      label: 'Data',
      note: dataset ? formatUnits(dataset.rows, 'row') : '',
      isDone: dataset !== undefined,
      to: datasetId ? { page: 'data', datasetId, view: 'columns' } : undefined,
      pages: ['data'],
    },
    {
      label: 'Question',
      note: experiment ? experiment.question.target : 'not set',
      isDone: experiment !== undefined,
      to: experiment
        ? { page: 'question', experimentId: experiment.id }
        : datasetId
          ? { page: 'ask', datasetId }
          : undefined,
      pages: ['ask', 'question'],
    },
    {
      label: 'Train',
      note: running > 0 ? `${formatCount(running)} to go` : isSearched ? 'searching' : '',
      isDone: runs.length > 0,
      to: experiment && { page: 'train', experimentId: experiment.id },
      pages: ['train', 'sweep'],
    },
    {
      label: 'Runs',
      note: runs.length > 0 ? formatCount(runs.length) : '',
      isDone: run !== undefined,
      to: experiment && { page: 'runs', experimentId: experiment.id },
      pages: ['runs', 'compare', 'explore', 'run'],
    },
    {
      label: 'Predict',
      note: run ? `run ${run.mark.letter}` : '',
      isDone: false,
      to: run && { page: 'predict', runId: run.id, way: 'row' },
      pages: ['predict'],
    },
  ]
}

/** The stages on one line: where the work is, and what can be entered from here. */
export function Side() {
  const route = useRoute()
  const shelves = useAssay((state) => state.shelves)
  const { dataset, experiment } = subjectOf({ shelves }, route)
  return (
    <nav className={sideStyles.side} aria-label="Stages">
      <Brand />
      <div className={sideStyles.project}>
        {experiment?.name ?? dataset?.name ?? 'Assay'}
        <small>{dataset ? dataset.source.fileName : experiment ? 'rows are not in this browser' : ''}</small>
      </div>
      <ol className={sideStyles.line}>
        {stagesOf({ shelves }, route).map(({ label, note, isDone, to, pages }) => (
          <li key={label}>
            {to ? (
              <a
                href={hrefOf(to)}
                data-done={isDone}
                aria-current={pages.includes(route.page) ? 'page' : undefined}
                title={label}
              >
                <span>{label}</span> <small>{note}</small>
              </a>
            ) : (
              <span className={sideStyles.off} title={`${label}: not yet`}>
                <span>{label}</span>
              </span>
            )}
          </li>
        ))}
      </ol>
      <div className={sideStyles.foot}>
        <button type="button" onClick={spotlight.open} title="Find anything">
          <IconSearch size={15} aria-hidden />
          <span>Find anything</span>
          <kbd>Ctrl K</kbd>
        </button>
      </div>
    </nav>
  )
}
