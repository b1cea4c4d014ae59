import type { ErrorData } from '../errors.ts'
import type { ExperimentId, RunQuestion } from '../experiment/experiment.ts'
import { contentHash } from '../hash.ts'
import type { Learner, SingleLearner } from '../learner/learner.ts'
import type { FitEnd, NoErrorsReason } from '../linear/linear.ts'
import type { MetricValues } from '../metrics/metric.ts'
import type { Postprocessing } from './postprocessing.ts'

export type RunId = string & { readonly noun?: 'run' }

export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const
export type Backend = (typeof BACKENDS)[number]
export type DeviceWish = 'auto' | Backend

/** The device that really did the work, and why it was not the one first in line. */
export interface ResolvedDevice {
  readonly backend: Backend
  /** Vendor and architecture as the driver tells them; `SwiftShader (software)` and the like are named as such. */
  readonly adapter: string
  readonly software: boolean
  readonly fallbackReason?: string | undefined
  /** What a step of the run took on each device that was tried, where the device was to be chosen. */
  readonly measured?: readonly DeviceTiming[] | undefined
}

export interface DeviceTiming {
  readonly backend: Backend
  readonly adapter: string
  readonly stepMs: number
}

/** All that is needed to repeat a run. Its hash is its id. */
export interface RunSpec {
  readonly schema: 1
  readonly question: RunQuestion
  readonly learner: Learner
  /** Drives split, initial weights, shuffling and dropout. */
  readonly seed: number
  readonly device: DeviceWish
  /** Calibration and intervals, fitted on validation rows after training; none where absent. */
  readonly postprocessing?: Postprocessing | undefined
  /** The model that it starts from; its own first weights where absent. */
  readonly warmStart?: WarmStart | undefined
}

/** Names a model by its content, so that whoever has the same one trains the same from it, whatever its run is called. */
export interface WarmStart {
  /** As the run that made it says it in its result. */
  readonly weightsDigest: string
}

export function specHash(spec: RunSpec): string {
  return contentHash(spec)
}

/** A run's letter and colour; with the learner's shape it keeps all three for life. */
export interface RunMark {
  readonly letter: string
  /** 1 to 8: which run colour. */
  readonly colour: number
  /** Past the eighth run colours repeat, dashed. */
  readonly dashed: boolean
}

export const RUN_STATUSES = ['queued', 'running', 'done', 'stopped', 'failed', 'interrupted'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

/** Whether it waits or works, as far as its record says. */
export function isUnderWay({ status }: { readonly status: RunStatus }): boolean {
  return status === 'queued' || status === 'running'
}

/** One execution of a spec. */
export interface Run {
  readonly schema: 1
  readonly id: RunId
  readonly experimentId: ExperimentId
  readonly spec: RunSpec
  readonly specHash: string
  readonly mark: RunMark
  readonly status: RunStatus
  readonly device?: ResolvedDevice | undefined
  readonly error?: ErrorData | undefined
  /** The epoch after which it can go on, while it has not ended. */
  readonly checkpointEpoch?: number | undefined
  readonly createdAt: number
  readonly startedAt?: number | undefined
  readonly finishedAt?: number | undefined
}

/** The device on which steps were taken: of auto that of its networks, where the run's own only predicts. */
export function trainedOn({ device, auto }: Pick<RunResult, 'device' | 'auto'>): ResolvedDevice {
  return auto?.device ?? device
}

/** Whether a run has a model to look at, to predict with and to share. */
export function hasModel(run: Pick<Run, 'status'>): boolean {
  return run.status === 'done' || run.status === 'stopped'
}

/** Whether a run that did not end can go on from a checkpoint; one that diverged would do so again. */
export function canGoOn({
  status,
  checkpointEpoch,
  error,
}: Pick<Run, 'status' | 'checkpointEpoch' | 'error'>): boolean {
  if (checkpointEpoch === undefined) return false
  return status === 'interrupted' || (status === 'failed' && error?.code !== 'train.diverged')
}

/** One pass over the training rows. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number
  readonly trainLoss: number
  readonly validationLoss: number
  /** The primary metric on the validation rows. */
  readonly validationMetric: number | null
  readonly elapsedMs: number
}

/** Metrics of one run on one part. Predictions lie in OPFS beside it. */
export interface Evaluation {
  readonly schema: 1
  /** `${runId}/${part}` */
  readonly id: string
  readonly runId: RunId
  readonly part: 'validation' | 'test'
  readonly rows: number
  readonly metrics: MetricValues
  /** Rows true, columns predicted, in the order of the classes; absent for regression. */
  readonly confusion?: readonly (readonly number[])[] | undefined
  /** SHA-256 of the stored predictions. */
  readonly digest: string
  readonly createdAt: number
}

/** How long each piece took, in milliseconds. */
interface RunTimings {
  readonly prepareMs: number
  readonly trainMs: number
  readonly evaluateMs: number
}

/** What came of a run; immutable. */
export interface RunResult {
  readonly schema: 1
  /** The run's id. */
  readonly id: RunId
  /** Of an ensemble the mean of the members that came so far. */
  readonly history: readonly EpochRecord[]
  readonly stepsDone: number
  /**
   * The epoch whose weights were kept; 0 for a baseline, and where no epoch was better than a warm start. Of an ensemble the best of the mean:
   * each member kept its own.
   */
  readonly bestEpoch: number
  /** Why training ended. */
  readonly ended: 'epochs' | 'early' | 'stopped' | 'closed-form' | 'converged'
  readonly rows: {
    readonly train: number
    readonly validation: number
    readonly test: number
    readonly unlabelled: number
  }
  readonly featureCount: number
  readonly parameterCount: number
  readonly timings: RunTimings
  readonly device: ResolvedDevice
  /** SHA-256 of the weights; of an ensemble of its members' digests, each on a line. */
  readonly weightsDigest: string
  /** The members of an ensemble, in their order. */
  readonly members?: readonly MemberResult[] | undefined
  /** Of a cross-validation: what models trained on the other folds came to on each. */
  readonly folds?: readonly FoldResult[] | undefined
  /** Of a search that tried several learners. */
  readonly auto?: AutoResult | undefined
  /** Of a linear model that was solved. */
  readonly solution?: LinearSolution | undefined
  /** What came of the spec's warm start. */
  readonly start?: RunStart | undefined
}

/** Why a run whose spec names a model to start from began without it: its weights have no place in the new model. */
export const COLD_REASONS = ['learner', 'features', 'members'] as const
export type ColdReason = (typeof COLD_REASONS)[number]

/** How a run began whose spec names a model to start from. */
export type RunStart = { readonly kind: 'cold'; readonly reason: ColdReason } | WarmRunStart

interface WarmRunStart {
  readonly kind: 'warm'
  /** Absent of learners without a loss to tell. */
  readonly validationLoss?: number | undefined
  readonly validationMetric?: number | null | undefined
}

/** What the weights that a run starts from come to on its validation rows, before the first step. */
export interface StartScore {
  readonly validationLoss: number
  /** The primary metric. */
  readonly validationMetric: number | null
}

/** One fold: a model of its own, trained on the others. */
export interface FoldResult {
  readonly train: number
  readonly validation: number
  readonly metrics: MetricValues
  /** Why it came to nothing. */
  readonly error?: string | undefined
}

/** What auto tried, in order, and how the best mix votes. */
export interface AutoResult {
  readonly tried: readonly Tried[]
  /** How many folds chose, each by models that were not trained on it; the validation rows did where absent. */
  readonly folds?: number | undefined
  /** On which its networks trained; absent where none came to its end, and of results of before it was recorded. */
  readonly device?: ResolvedDevice | undefined
}

export interface Tried {
  readonly learner: SingleLearner
  /** On the rows that chose: log loss, or squared error of the target in its own units. */
  readonly loss: number | null
  /** The primary metric on the rows that chose; of folds their mean. */
  readonly metric: number | null
  readonly trainMs: number
  /** Share of the vote in the mix; 0 where it has none. */
  readonly weight: number
  /** Why it came to nothing. */
  readonly error?: string | undefined
}

/** What a solver says of a linear model beside its coefficients. */
export interface LinearSolution {
  /** Of the penalty: given, or chosen on the validation rows. */
  readonly strength: number
  /** Share of the penalty on absolute coefficients. */
  readonly l1Share: number
  /** `separated`: a plane parts the classes, so that no finite coefficients are best. */
  readonly ended: FitEnd
  /** Standard errors of kernel (features × outputs, row by row) and biases; null where the data do not tell one. */
  readonly errors?: readonly (number | null)[] | undefined
  /** Why there are none. */
  readonly noErrors?: NoErrorsReason | undefined
}

/** What a member of an ensemble came to by itself. */
export interface MemberResult {
  readonly seed: number
  readonly epochs: number
  readonly bestEpoch: number
  /** Of its best epoch. */
  readonly validationLoss: number
}

/** The only thing about a run that changes after it ended. */
export interface Annotation {
  readonly schema: 1
  /** The run's id. */
  readonly id: RunId
  readonly name?: string | undefined
  readonly tags: readonly string[]
  readonly notes: string
  readonly deletedAt?: number | undefined
}
