import { type ComponentType, Suspense } from 'react'
import { HomePage } from '@/components/home/HomePage.tsx'
import type { Route } from '@/state/route.ts'
import { useAssay } from '@/state/useAssay.ts'
import { Attention } from './Attention.ts'
import { Commands } from './Commands.tsx'
import { FileDrop } from './FileDrop.tsx'
import { JobStrips } from './JobStrips.tsx'
import { KeptFirst } from './KeptFirst.ts'
import { Late, latePage } from './latePage.tsx'
import { Page } from './Page.tsx'
import { PasteDialog } from './PasteDialog.tsx'
import { Side } from './Side.tsx'
import { StatusBar } from './StatusBar.tsx'
import styles from './shell.module.css'
import { TogetherDialog } from './TogetherDialog.tsx'
import { UndoToast } from './UndoToast.tsx'
import { hrefOf, useRoute } from './useRoute.ts'
import { WarmPages } from './WarmPages.tsx'

// All pages but the first come when they are first opened, or when nothing else is to be done.
const DataPage = latePage(() => import('@/components/dataset/DataPage.tsx').then((m) => m.DataPage))
const AskPage = latePage(() => import('@/components/experiment/AskPage.tsx').then((m) => m.AskPage))
const QuestionPage = latePage(() => import('@/components/experiment/QuestionPage.tsx').then((m) => m.QuestionPage))
const TrainPage = latePage(() => import('@/components/run/TrainPage.tsx').then((m) => m.TrainPage))
const SweepPage = latePage(() => import('@/components/sweep/SweepPage.tsx').then((m) => m.SweepPage))
const RunsPage = latePage(() => import('@/components/run/RunsPage.tsx').then((m) => m.RunsPage))
const ComparePage = latePage(() => import('@/components/run/ComparePage.tsx').then((m) => m.ComparePage))
const CompareRowsPage = latePage(() =>
  import('@/components/prediction/CompareRowsPage.tsx').then((m) => m.CompareRowsPage),
)
const ExplorePage = latePage(() => import('@/components/explore/ExplorePage.tsx').then((m) => m.ExplorePage))
const RunPage = latePage(() => import('@/components/run/RunPage.tsx').then((m) => m.RunPage))
const PredictPage = latePage(() => import('@/components/pipeline/PredictPage.tsx').then((m) => m.PredictPage))
const StoragePage = latePage(() => import('@/components/storage/StoragePage.tsx').then((m) => m.StoragePage))

/** What draws the page of data for nobody, once it is fetched. */
let tellWarm: (page: ComponentType) => void = () => {}
const warm = new Promise<ComponentType>((resolve) => {
  tellWarm = resolve
})

/** Fetches the pages that come after a file is opened, so that none need be waited for. */
export async function preloadPages(): Promise<void> {
  await DataPage.preload()
  // A program that cannot be fetched says so when its page is opened.
  await import('@/components/dataset/WarmDataPage.tsx').then((m) => tellWarm(m.WarmDataPage)).catch(() => {})
  for (const page of [AskPage, QuestionPage, TrainPage, SweepPage, RunsPage, RunPage, PredictPage]) await page.preload()
}

/** Gone as soon as a file is read, so that nobody waits for that when the page that it warmed up is to be drawn. */
function WarmWhileIdle() {
  const isIdle = useAssay(({ jobs }) => Object.keys(jobs).length === 0)
  return isIdle && <WarmPages load={warm} />
}

function View({ route }: { route: Route }) {
  switch (route.page) {
    case 'home':
      return (
        <>
          <HomePage />
          <WarmWhileIdle />
        </>
      )
    case 'data':
      return (
        <Late
          key={route.datasetId}
          page={DataPage}
          props={{
            datasetId: route.datasetId,
            view: route.view,
            rows: route.view === 'rows' ? route.rows : undefined,
            row: route.view === 'rows' ? route.row : undefined,
            column: route.view === 'profile' ? route.column : undefined,
            target: route.view === 'profile' ? route.target : undefined,
            against: route.view === 'versions' ? route.against : undefined,
            keys: route.view === 'versions' ? route.keys : undefined,
          }}
        />
      )
    case 'ask':
      return <Late key={route.datasetId} page={AskPage} props={{ datasetId: route.datasetId, target: route.target }} />
    case 'question':
      return <Late key={route.experimentId} page={QuestionPage} props={{ experimentId: route.experimentId }} />
    case 'train':
      return <Late key={route.experimentId} page={TrainPage} props={{ experimentId: route.experimentId }} />
    case 'sweep':
      return (
        <Late
          key={route.experimentId}
          page={SweepPage}
          props={{ experimentId: route.experimentId, sweepId: route.sweepId }}
        />
      )
    case 'runs':
      return (
        <Late
          key={route.experimentId}
          page={RunsPage}
          props={{ experimentId: route.experimentId, view: route.board }}
        />
      )
    case 'compare':
      if (route.view === 'rows') return <Late page={CompareRowsPage} props={{ route }} />
      return <Late page={ComparePage} props={{ route }} />
    case 'explore':
      return <Late key={route.experimentId} page={ExplorePage} props={{ route }} />
    case 'run':
      return <Late key={route.runId} page={RunPage} props={{ route }} />
    case 'predict':
      return <Late key={route.runId} page={PredictPage} props={{ route }} />
    case 'storage':
      return <Late page={StoragePage} props={{}} />
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
      <PasteDialog />
      <JobStrips />
      <UndoToast />
      <Commands />
      <Attention />
      <KeptFirst />
    </>
  )
}

/** A button rather than an anchor, since the URL's hash is the route. */
function skipToMain() {
  const main = document.getElementById('main')
  main?.setAttribute('tabindex', '-1')
  main?.focus()
}
