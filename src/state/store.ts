import { createStore as createZustand, type StoreApi } from 'zustand/vanilla'
import type { JobClients, Locks, Records, StoragePort } from '@/core/ports.ts'
import { type AgeingSlice, createAgeingSlice } from './ageing.ts'
import { createDatasetSlice, type DatasetSlice } from './dataset.ts'
import { createDeviceSlice, type DeviceSlice } from './device.ts'
import { createDropColumnsSlice, type DropColumnsSlice } from './dropColumns.ts'
import { createExperimentSlice, type ExperimentSlice } from './experiment.ts'
import { createHistorySlice, type HistorySlice } from './history.ts'
import { createIntervalSlice, type IntervalSlice } from './intervals.ts'
import { createJobSlice, type JobSlice } from './job.ts'
import { createLabelSlice, type LabelSlice } from './labels.ts'
import { createLearningCurveSlice, type LearningCurveSlice } from './learningCurve.ts'
import { createModelSlice, type ModelSlice } from './model.ts'
import { createPlanSlice, type PlanSlice } from './plan.ts'
import { createRecordSlice, type RecordSlice } from './records.ts'
import { createRemovedSlice, type RemovedSlice } from './removed.ts'
import { createReplicationSlice, type ReplicationSlice } from './replication.ts'
import { createRunSlice, type RunSlice } from './run.ts'
import { createSweepSlice, type SweepSlice } from './sweep.ts'
import { createTagSlice, type TagSlice } from './tags.ts'
import { createUnstoredSlice, type UnstoredSlice } from './unstored.ts'
import { createVersionSlice, type VersionSlice } from './versions.ts'

/** What the state needs of the world; tests give it plain functions and memory. */
export interface Ports {
  readonly jobs: JobClients
  readonly records: Records
  readonly locks: Locks
  readonly storage: StoragePort
}

export type State = RecordSlice &
  JobSlice &
  HistorySlice &
  DatasetSlice &
  VersionSlice &
  UnstoredSlice &
  ExperimentSlice &
  PlanSlice &
  RunSlice &
  SweepSlice &
  ReplicationSlice &
  LearningCurveSlice &
  LabelSlice &
  AgeingSlice &
  DropColumnsSlice &
  ModelSlice &
  IntervalSlice &
  RemovedSlice &
  TagSlice &
  DeviceSlice

type SetState = (patch: Partial<State> | ((state: State) => Partial<State>)) => void
/** One noun's part of the state with its actions. */
export type Slice<S> = (set: SetState, get: () => State, ports: Ports) => S
export type Store = StoreApi<State>

/** The whole state of the page. Nothing is read until `openShelves`. */
export function createStore(ports: Ports): Store {
  return createZustand<State>()((set, get) => ({
    ...createRecordSlice(set, get, ports),
    ...createJobSlice(set, get, ports),
    ...createHistorySlice(set, get, ports),
    ...createDatasetSlice(set, get, ports),
    ...createVersionSlice(set, get, ports),
    ...createUnstoredSlice(set, get, ports),
    ...createExperimentSlice(set, get, ports),
    ...createPlanSlice(set, get, ports),
    ...createRunSlice(set, get, ports),
    ...createSweepSlice(set, get, ports),
    ...createReplicationSlice(set, get, ports),
    ...createLearningCurveSlice(set, get, ports),
    ...createLabelSlice(set, get, ports),
    ...createAgeingSlice(set, get, ports),
    ...createDropColumnsSlice(set, get, ports),
    ...createModelSlice(set, get, ports),
    ...createIntervalSlice(set, get, ports),
    ...createRemovedSlice(set, get, ports),
    ...createTagSlice(set, get, ports),
    ...createDeviceSlice(set, get, ports),
  }))
}
