import { Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Suspense } from 'react'
import { PurposeFact } from '@/components/experiment/PurposeFact.tsx'
import { Late, latePage } from '@/components/shell/latePage.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { EditableName } from '@/components/ui/EditableName.tsx'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import { Views } from '@/components/ui/Views.tsx'
import { pipelineSql } from '@/core/pipeline/sql.ts'
import { canGoOn, hasModel, type Run, type RunId } from '@/core/run/run.ts'
import { verdictOf } from '@/state/baseline.ts'
import type { OverviewRoute } from '@/state/overviewRoute.ts'
import type { RunRoute } from '@/state/route.ts'
import { runName } from '@/state/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { AgainButtons } from './AgainButtons.tsx'
import { BesideBaseline } from './BesideBaseline.tsx'
import { ExportButton } from './ExportButton.tsx'
import { RunCurves } from './RunCurves.tsx'
import { RunEvaluations } from './RunEvaluations.tsx'
import { RunFacts } from './RunFacts.tsx'
import { RunFolds } from './RunFolds.tsx'
import { RunInsight } from './RunInsight.tsx'
import { RunNotes } from './RunNotes.tsx'
import { RunPostprocessing } from './RunPostprocessing.tsx'
import { RunTried } from './RunTried.tsx'
import styles from './run.module.css'
import { ThresholdFact } from './ThresholdFact.tsx'

/** Late, since few open it first. */
const ChartsView = latePage(() => import('@/components/curves/ChartsView.tsx').then((m) => m.ChartsView))

const RunRows = latePage(() => import('@/components/prediction/RunRows.tsx').then((m) => m.RunRows))

const SlicesView = latePage(() => import('@/components/slices/SlicesView.tsx').then((m) => m.SlicesView))
const LabelsView = latePage(() => import('@/components/labels/LabelsView.tsx').then((m) => m.LabelsView))
const GroupsView = latePage(() => import('@/components/fairness/GroupsView.tsx').then((m) => m.GroupsView))
const AgeingView = latePage(() => import('@/components/staleness/AgeingView.tsx').then((m) => m.AgeingView))
const WhyView = latePage(() => import('@/components/explain/WhyView.tsx').then((m) => m.WhyView))
const LearningView = latePage(() => import('@/components/learningCurve/LearningView.tsx').then((m) => m.LearningView))

/** One run: its scores, where it errs, its curves, the whole spec behind it, and what a person wrote about it. */
export function RunPage({ route }: { route: RunRoute }) {
  const { runId } = route
  const shelves = useAssay((state) => state.shelves)
  const actions = useActions()
  const run = shelves.run[runId]
  if (!run)
    return (
      <Page title="No such run">
        <Empty action={<a href={hrefOf({ page: 'home' })}>Go home</a>}>
          There is no run at this address in this browser. It may have been removed, or live in another browser: import
          its .assay file there.
        </Empty>
      </Page>
    )
  const name = runName({ shelves }, run)
  const isRemoved = shelves.annotation[run.id]?.deletedAt !== undefined
  return (
    <Page
      title={`Run ${run.mark.letter}, ${name}`}
      heading={
        <span className={styles.heading}>
          <RunMark mark={run.mark} kind={run.spec.learner.kind} size={24} />
          <EditableName
            name={name}
            label="Name of the run"
            onRename={(next) => void actions().annotateRun(run.id, { name: next })}
          />
        </span>
      }
      facts={
        <>
          <span>
            asks about <b>{run.spec.question.target}</b>
          </span>
          <ThresholdFact run={run} />
          <PurposeFact experimentId={run.experimentId} />
        </>
      }
      actions={<RunActions run={run} />}
      views={hasModel(run) && <RunViews run={run} route={route} />}
      asideLabel="Notes and tags"
      // Charts, tables and rows take the whole width.
      aside={route.view === undefined && <RunNotes run={run} />}
    >
      <div className={styles.sections}>
        {isRemoved && (
          <p className={styles.strip}>
            This run was removed. <Button onClick={() => void actions().restore('run', run.id)}>Restore it</Button>
          </p>
        )}
        <RunJobs runId={run.id} />
        <RunVerdict run={run} />
        <Suspense>
          <RunView run={run} route={route} />
        </Suspense>
      </div>
    </Page>
  )
}

/** Scores and all that stands behind them. */
function RunOverview({ run, route }: { run: Run; route: OverviewRoute }) {
  return (
    <>
      {hasModel(run) && (
        <>
          <RunEvaluations run={run} route={route} />
          <RunPostprocessing run={run} />
          <RunFolds run={run} />
          <RunTried run={run} />
          <RunInsight run={run} route={route} />
          <RunCurves run={run} />
        </>
      )}
      <RunFacts run={run} />
    </>
  )
}

function RunView({ run, route }: { run: Run; route: RunRoute }) {
  switch (route.view) {
    case undefined:
      return <RunOverview run={run} route={route} />
    case 'charts':
      return <Late page={ChartsView} props={{ run, route }} />
    case 'rows':
      return <Late page={RunRows} props={{ run, route }} />
    case 'slices':
      return <Late page={SlicesView} props={{ run, route }} />
    case 'labels':
      return <Late page={LabelsView} props={{ run, route }} />
    case 'groups':
      return <Late page={GroupsView} props={{ run, route }} />
    case 'ageing':
      return <Late page={AgeingView} props={{ run, route }} />
    case 'why':
      return <Late page={WhyView} props={{ run, route }} />
    case 'learning':
      return <Late page={LearningView} props={{ run, route }} />
  }
}

/** Each has its words; the first is the one without a name in the URL. */
const VIEWS: readonly { readonly label: string; readonly view: RunRoute['view'] }[] = [
  { label: 'Overview', view: undefined },
  { label: 'Charts', view: 'charts' },
  { label: 'Rows', view: 'rows' },
  { label: 'Why', view: 'why' },
  { label: 'Where it fails', view: 'slices' },
  { label: 'Groups', view: 'groups' },
  { label: 'Labels', view: 'labels' },
  { label: 'More data', view: 'learning' },
  { label: 'Ageing', view: 'ageing' },
]

function RunViews({ run, route }: { run: Run; route: RunRoute }) {
  return (
    <Views
      areTabs
      label="View of the run"
      views={VIEWS.map(({ label, view }) => ({
        label,
        route: { page: 'run', runId: run.id, view },
        isShown: view === route.view,
      }))}
    />
  )
}

function RunActions({ run }: { run: Run }) {
  const actions = useActions()
  const pipeline = useAssay((state) => state.shelves.pipeline[run.id])
  const sql = pipeline && pipelineSql(pipeline)
  return (
    <>
      {hasModel(run) && (
        <>
          <ExportButton run={run} />
          <Button variant="filled" component="a" href={hrefOf({ page: 'predict', runId: run.id, way: 'row' })}>
            Predict
          </Button>
        </>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button aria-label="More actions" px={6}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() =>
              void actions()
                .repeatRun(run.id)
                .then(() => goTo({ page: 'train', experimentId: run.experimentId }))
            }
          >
            Train again from this spec
          </Menu.Item>
          <Menu.Item onClick={() => void navigator.clipboard.writeText(JSON.stringify(run.spec, null, 2))}>
            Copy the spec as JSON
          </Menu.Item>
          {sql && (
            <Menu.Item
              disabled={!('sql' in sql)}
              onClick={() => 'sql' in sql && saveFile(new Blob([sql.sql], { type: 'application/sql' }), 'prepare.sql')}
            >
              Save the preparation as DuckDB SQL
              {'refusals' in sql && <p className="caption">{sql.refusals.join(' ')}</p>}
            </Menu.Item>
          )}
          <Menu.Item
            color="var(--bad)"
            onClick={() =>
              void actions()
                .deleteRuns([run.id])
                .then(() => goTo({ page: 'runs', experimentId: run.experimentId }))
            }
          >
            Remove run {run.mark.letter}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** Exports and test scores in progress, or why they failed. */
function RunJobs({ runId }: { runId: RunId }) {
  const jobs = useAssay((state) => state.jobs)
  return Object.values(jobs)
    .filter(({ subject }) => subject === runId)
    .map((job) => <JobStrip key={job.id} job={job} />)
}

/** What came of it, in a sentence; and what to do where nothing did. */
function RunVerdict({ run }: { run: Run }) {
  const shelves = useAssay((state) => state.shelves)
  const again = <AgainButtons run={run} onStarted={() => goTo({ page: 'train', experimentId: run.experimentId })} />
  switch (run.status) {
    case 'failed':
      return <ErrorStrip error={run.error ?? { message: 'The run failed without saying why.' }} action={again} />
    case 'interrupted':
      return (
        <p className={styles.strip}>
          The tab was closed before this run ended, so it has no model.{' '}
          {canGoOn(run) ? 'It can go on to the model that it would have come to.' : 'Its spec is kept.'} {again}
        </p>
      )
    case 'queued':
    case 'running':
      return (
        <p className={styles.strip}>
          This run is {run.status === 'queued' ? 'waiting' : 'training'}.{' '}
          <a href={hrefOf({ page: 'train', experimentId: run.experimentId })}>Watch it</a>
        </p>
      )
    case 'done':
    case 'stopped':
      return (
        <div className={styles.sentences}>
          <p className={styles.verdict}>{verdictOf({ shelves }, run)}</p>
          <BesideBaseline run={run} />
        </div>
      )
  }
}
