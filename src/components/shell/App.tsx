import { lazy, Suspense } from 'react'
import { AskPage } from '@/components/experiment/AskPage.tsx'
import { QuestionPage } from '@/components/experiment/QuestionPage.tsx'
import { HomePage } from '@/components/home/HomePage.tsx'
import { PredictPage } from '@/components/pipeline/PredictPage.tsx'
import { StoragePage } from '@/components/storage/StoragePage.tsx'
import type { Route } from '@/state/route.ts'
import { useAssay } from '@/state/useAssay.ts'
import { Attention } from './Attention.ts'
import { Commands } from './Commands.tsx'
import { FileDrop } from './FileDrop.tsx'
import { JobStrips } from './JobStrips.tsx'
import { Page } from './Page.tsx'
import { Side } from './Side.tsx'
import { StatusBar } from './StatusBar.tsx'
import styles from './shell.module.css'
import { TogetherDialog } from './TogetherDialog.tsx'
import { UndoToast } from './UndoToast.tsx'
import { hrefOf, useRoute } from './useRoute.ts'

// Pages with charts or a grid come when they are first opened.
const DataPage = lazy(() => import('@/components/dataset/DataPage.tsx').then((m) => ({ default: m.DataPage })))
const TrainPage = lazy(() => import('@/components/run/TrainPage.tsx').then((m) => ({ default: m.TrainPage })))
const RunsPage = lazy(() => import('@/components/run/RunsPage.tsx').then((m) => ({ default: m.RunsPage })))
const ComparePage = lazy(() => import('@/components/run/ComparePage.tsx').then((m) => ({ default: m.ComparePage })))
const RunPage = lazy(() => import('@/components/run/RunPage.tsx').then((m) => ({ default: m.RunPage })))

function View({ route }: { route: Route }) {
  switch (route.page) {
    case 'home':
      return <HomePage />
    case 'data':
      return <DataPage key={route.datasetId} datasetId={route.datasetId} view={route.view} />
    case 'ask':
      return <AskPage key={route.datasetId} datasetId={route.datasetId} target={route.target} />
    case 'question':
      return <QuestionPage key={route.experimentId} experimentId={route.experimentId} />
    case 'train':
      return <TrainPage key={route.experimentId} experimentId={route.experimentId} />
    case 'runs':
      return <RunsPage key={route.experimentId} experimentId={route.experimentId} sort={route.sort} />
    case 'compare':
      return <ComparePage experimentId={route.experimentId} runIds={route.runIds} diffOnly={route.diffOnly} />
    case 'run':
      return <RunPage key={route.runId} runId={route.runId} />
    case 'predict':
      return <PredictPage key={route.runId} runId={route.runId} way={route.way} />
    case 'storage':
      return <StoragePage />
    case 'unknown':
      return (
        <Page title="Nothing here">
          <p style={{ padding: 24 }}>
            There is no page at <code>{route.path}</code>. <a href={hrefOf({ page: 'home' })}>Go home</a>
          </p>
        </Page>
      )
  }
}

/** The whole page: stages, the view that the URL names, the status bar, and what floats above them. */
export function App() {
  const route = useRoute()
  const isReady = useAssay((state) => state.ready)
  const view = <Suspense fallback={<main className={styles.page} />}>{isReady && <View route={route} />}</Suspense>
  return (
    <>
      <button type="button" className={styles.skip} onClick={skipToMain}>
        Skip to content
      </button>
      {route.page === 'home' ? (
        view
      ) : (
        <div className={styles.shell}>
          <Side />
          {view}
          <StatusBar />
        </div>
      )}
      <FileDrop />
      <TogetherDialog />
      <JobStrips />
      <UndoToast />
      <Commands />
      <Attention />
    </>
  )
}

/** A button rather than an anchor, since the URL's hash is the route. */
function skipToMain() {
  const main = document.getElementById('main')
  main?.setAttribute('tabindex', '-1')
  main?.focus()
}
