import { Button } from '@mantine/core'
import { useCallback, useMemo, useRef, useState } from 'react'
import { BoardBar } from '@/components/board/BoardBar.tsx'
import boardStyles from '@/components/board/board.module.css'
import { Leaderboard } from '@/components/board/Leaderboard.tsx'
import { RankedBy } from '@/components/board/RankedBy.tsx'
import { saveTable } from '@/components/charts/tables.ts'
import { NoSuchQuestion } from '@/components/shell/Absent.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import type { Experiment, ExperimentId } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { metricsFor } from '@/core/metrics/metric.ts'
import type { BoardRow, BoardView } from '@/core/run/board.ts'
import { boardColumns } from '@/core/run/boardColumns.ts'
import { layBoard, rankingMetric } from '@/core/run/boardLayout.ts'
import { boardTable } from '@/core/run/boardTable.ts'
import type { RunId } from '@/core/run/run.ts'
import { verdictOf } from '@/state/baseline.ts'
import { boardRows } from '@/state/board.ts'
import { intervalKey } from '@/state/intervals.ts'
import { bestRun } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { TestLooks } from './TestLooks.tsx'
import { TickedActions } from './TickedActions.tsx'

/** Every run of one question, ranked on validation rows with the baseline among them, as the address asks. */
export function RunsPage({ experimentId, view }: { experimentId: ExperimentId; view: BoardView | undefined }) {
  const experiment = useAssay(({ shelves }) => shelves.experiment[experimentId])
  const shelves = useAssay((state) => state.shelves)
  const quantile = view?.quantile
  const rows = useMemo(() => boardRows({ shelves }, experimentId, quantile), [shelves, experimentId, quantile])
  if (!experiment) return <NoSuchQuestion />
  if (rows.length > 0) return <Board experiment={experiment} rows={rows} view={view ?? PLAIN} />
  return (
    <Page title="Runs" facts={<Asks experiment={experiment} />}>
      <Empty
        action={
          <Button variant="filled" component="a" href={hrefOf({ page: 'train', experimentId })}>
            Choose learners
          </Button>
        }
      >
        No run yet. Train a baseline and one model, and they are ranked here.
      </Empty>
    </Page>
  )
}

const PLAIN: BoardView = {}

function Board({ experiment, rows, view }: { experiment: Experiment; rows: readonly BoardRow[]; view: BoardView }) {
  const { id: experimentId, question } = experiment
  const [ticked, setTicked] = useState<ReadonlySet<RunId>>(new Set())
  const shelves = useAssay((state) => state.shelves)
  const known = useAssay(({ intervals }) => intervals)
  const metric = rankingMetric(view, question.metric, metricsFor(question.task))
  const columns = useMemo(
    () => boardColumns(rows, question.task, metric, view.quantile),
    [rows, question.task, metric, view.quantile],
  )
  const layout = useMemo(() => layBoard(rows, columns, view, question.task), [rows, columns, view, question.task])
  const intervalOf = useCallback(
    ({ run }: BoardRow) => {
      const evaluation = shelves.evaluation[`${run.id}/validation`]
      return evaluation && known[intervalKey(evaluation)]?.intervals?.[metric]
    },
    [shelves.evaluation, known, metric],
  )
  const now = useRef(view)
  now.current = view
  const change = useCallback(
    (patch: Partial<BoardView>) =>
      goTo({ page: 'runs', experimentId, board: { ...now.current, ...patch } }, { replace: true }),
    [experimentId],
  )
  const add = (list: readonly RunId[] | undefined, ids: readonly RunId[]) => [...new Set([...(list ?? []), ...ids])]
  const best = bestRun({ shelves }, experimentId, metric, view.quantile)
  const validationRows = best && shelves.evaluation[`${best.id}/validation`]?.rows
  const save = () => saveTable(`runs ${experiment.name}`, boardTable(layout.items, layout.shown, layout, intervalOf))
  return (
    <Page
      title="Runs"
      facts={
        <>
          <Asks experiment={experiment} />
          <RankedBy question={question} rows={rows} metric={metric} quantile={view.quantile} change={change} />
          {validationRows !== undefined && (
            <span>
              on <b>{formatUnits(validationRows, 'validation row')}</b>
            </span>
          )}
        </>
      }
      actions={
        <>
          {rows.length > 1 && (
            <Button component="a" href={hrefOf({ page: 'explore', experimentId })}>
              Explore
            </Button>
          )}
          <Button variant="filled" component="a" href={hrefOf({ page: 'train', experimentId })}>
            Train more
          </Button>
        </>
      }
    >
      <div className={boardStyles.page}>
        {best && <p className={boardStyles.verdict}>{verdictOf({ shelves }, best, metric)}</p>}
        <div className={boardStyles.looks}>
          <TestLooks asked={experiment} metric={metric} />
        </div>
        <BoardBar layout={layout} view={view} change={change} onSave={save} />
        <Leaderboard
          rows={rows}
          layout={layout}
          view={view}
          change={change}
          bestRun={best?.id}
          ticked={ticked}
          setTicked={setTicked}
          intervalOf={intervalOf}
        />
        <TickedActions
          experimentId={experimentId}
          ticked={rows.map(({ run }) => run).filter(({ id }) => ticked.has(id))}
          setTicked={setTicked}
          pin={(ids) => change({ pinned: add(view.pinned, ids) })}
          hide={(ids) => change({ hidden: add(view.hidden, ids) })}
        />
      </div>
    </Page>
  )
}

function Asks({ experiment }: { experiment: Experiment }) {
  return (
    <span>
      asks about <b>{experiment.question.target}</b>
    </span>
  )
}
