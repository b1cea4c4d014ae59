import '@fontsource-variable/geist'
import '@fontsource-variable/geist-mono'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './components/theme/tokens.css'
import './components/theme/global.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, preloadPages } from './components/shell/App.tsx'
import { Unsupported } from './components/shell/Unsupported.tsx'
import { cssVariables, theme } from './components/theme/theme.ts'
import type { LoadJobs, ReadJobs } from './core/dataset/jobs.ts'
import type { DropJobs } from './core/explain/dropJobs.ts'
import type { LearningCurveJobs } from './core/learningCurve/jobs.ts'
import type { ModelJobs } from './core/pipeline/jobs.ts'
import type { JobClients } from './core/ports.ts'
import type { TrainJobs } from './core/run/jobs.ts'
import type { AgeingJobs } from './core/staleness/jobs.ts'
import type { SweepJobs } from './core/sweep/jobs.ts'
import { createStore } from './state/store.ts'
import { withUnstored } from './state/unstored.ts'
import { AssayContext } from './state/useAssay.ts'
import { openLocks } from './storage/locks.ts'
import { openRecords } from './storage/records.ts'
import { openStorageFacts } from './storage/room.ts'
import { missingFeatures } from './storage/support.ts'
import { openClient } from './workers/client.ts'

/** One client a worker; a worker starts when it is first called. */
function openJobs(): JobClients {
  return {
    load: openClient<LoadJobs>(
      () => new Worker(new URL('./workers/load.worker.ts', import.meta.url), { type: 'module' }),
    ),
    read: openClient<ReadJobs>(
      () => new Worker(new URL('./workers/read.worker.ts', import.meta.url), { type: 'module' }),
    ),
    train: openClient<TrainJobs & SweepJobs & LearningCurveJobs & AgeingJobs & DropJobs>(
      () => new Worker(new URL('./workers/train.worker.ts', import.meta.url), { type: 'module' }),
    ),
    model: openClient<ModelJobs>(
      () => new Worker(new URL('./workers/model.worker.ts', import.meta.url), { type: 'module' }),
    ),
  }
}

async function openPage() {
  const missing = await missingFeatures()
  if (missing.length > 0) return <Unsupported missing={missing} />
  const jobs = openJobs()
  const store = createStore({ jobs, records: openRecords(), locks: openLocks(), storage: openStorageFacts() })
  const { openShelves, refreshStorage, sweepResidue, probeDevice, ...state } = store.getState()
  const findInterrupted = () =>
    Promise.all([
      state.findInterrupted(),
      state.findInterruptedSweeps(),
      state.findInterruptedCurves(),
      state.findInterruptedChecks(),
      state.findInterruptedAgeing(),
      state.findInterruptedDrops(),
    ])
  void openShelves()
    .then(findInterrupted)
    .then(refreshStorage)
    .then(() => {
      // The next thing a person does is to open a file: its page and its worker are at hand then.
      void preloadPages()
      void sweepResidue()
    })
    // The first look at the page should not wait for the GPU and its libraries.
    .then(() => setTimeout(() => void probeDevice(), 300))
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void findInterrupted()
  })
  return (
    <AssayContext value={{ store, jobs: withUnstored(jobs, store.getState) }}>
      <App />
    </AssayContext>
  )
}

const root = createRoot(document.getElementById('root')!)
void openPage().then((page) =>
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications position="bottom-left" limit={4} />
        {page}
      </MantineProvider>
    </StrictMode>,
  ),
)
