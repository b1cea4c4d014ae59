import type { DescentLearner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { Backend, DeviceWish, ResolvedDevice, RunStart } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import { openDevice, openPredictionDevice } from '../neural/device.ts'
import { bestEpochOf, trainEnsemble } from '../neural/ensemble.ts'
import { saveLayersModel } from '../neural/layersModel.ts'
import { type PopulationInput, shapeOf } from '../neural/population.ts'
import type { NetworkShape } from '../neural/shape.ts'
import type { NetworkInput } from '../neural/train.ts'
import type { Safe, Surroundings } from '../neural/trainSafely.ts'
import type { Platform } from '../platform.ts'
import type { DensePrepared } from '../prepare.ts'
import { chooseFor, trainingData } from '../trainingJob.ts'
import type { Made } from './made.ts'
import type { SingleSpec } from './spec.ts'
import { type EarlierModel, startFrom } from './warmStart.ts'

export interface DescentSurroundings {
  readonly platform: Platform
  /** Open already where it was named; else the quickest for this job is chosen. */
  readonly device: ResolvedDevice | undefined
  readonly onDevice: (device: ResolvedDevice) => Promise<ResolvedDevice>
  readonly safe: Safe
  /** The model to start from; first weights of its seed where absent, and where it does not fit. */
  readonly earlier?: EarlierModel | undefined
}

/** Trains a chain of layers step by step, or an ensemble of them, on the device that is open or quickest. */
export async function trainDescent(
  { question, seed }: SingleSpec,
  learner: DescentLearner,
  prepared: DensePrepared,
  { platform, device: named, onDevice, safe, earlier }: DescentSurroundings,
  task: Task<TrainEvent>,
): Promise<{ readonly made: Made; readonly device: ResolvedDevice }> {
  const data = trainingData(question, prepared)
  const shape = shapeOf({ ...data, members: [{ learner, seed }] })
  const begun = earlier && (await startFrom(earlier, learner, prepared.encoding, shape, membersOf(learner)))
  const cold: RunStart | undefined = typeof begun === 'string' ? { kind: 'cold', reason: begun } : undefined
  if (cold) task.report({ kind: 'start', start: cold })
  const job: NetworkInput = { ...data, learner, seed, ...(typeof begun === 'object' && { starts: begun }) }
  const chosen = named ?? (await onDevice(await chooseFor(populationOf(job), platform, task)))
  const { fitted, device } = await fit(job, { platform, device: chosen, onDevice, safe }, task)
  await openPredictionDevice(platform)
  const models = await saveNetworks(fitted.networks)
  const { networks, ...rest } = fitted
  const parameterCount = networks.reduce((sum, { shape }) => sum + shape.size, 0)
  const made = { ...rest, ...(cold && { start: cold }), models, featureCount: prepared.encoding.width, parameterCount }
  return { made, device }
}

/** Networks as their pipeline keeps them. tfjs is to be on the device on which predictions are made. */
export async function saveNetworks(networks: Fitted['networks']): Promise<Made['models']> {
  const models = []
  for (const { shape, parameters } of networks) models.push(await saveLayersModel(shape, parameters))
  return models
}

/** What was wished; for a run that goes on, the kind of device that it began on, where there still is one. */
export async function openWished(
  wish: DeviceWish,
  began: Backend | undefined,
  platform: Platform,
): Promise<ResolvedDevice> {
  if (wish !== 'auto' || !began) return openDevice(wish, platform)
  return openDevice(began, platform).catch(() => openDevice('auto', platform))
}

interface Fitted extends Omit<Made, 'models' | 'featureCount' | 'parameterCount'> {
  readonly networks: readonly { readonly shape: NetworkShape; readonly parameters: Float32Array }[]
}

/** How many networks it is. */
export const membersOf = (learner: DescentLearner) => (learner.kind === 'network' ? (learner.options.members ?? 1) : 1)

/** As many of the same as are trained side by side, to be timed. */
function populationOf({ starts: _, from: __, safekeeping: ___, ...job }: NetworkInput): PopulationInput {
  return { ...job, members: Array.from({ length: membersOf(job.learner) }, () => job) }
}

/** Trains one network, or an ensemble of them. */
async function fit(
  job: NetworkInput,
  surroundings: Surroundings & { readonly safe: Safe },
  task: Task<TrainEvent>,
): Promise<{ readonly fitted: Fitted; readonly device: ResolvedDevice }> {
  const count = membersOf(job.learner)
  const { fitted, device } = await trainEnsemble(job, count, surroundings, task)
  const { members, results, history, start } = fitted
  const endings = new Set(members.map(({ ended }) => ended))
  return {
    fitted: {
      networks: members,
      ...(count > 1 && { members: results }),
      history,
      stepsDone: members.reduce((sum, { stepsDone }) => sum + stepsDone, 0),
      bestEpoch: count > 1 ? bestEpochOf(history, start) : members[0]!.bestEpoch,
      ...(start && { start: { kind: 'warm', ...start } }),
      ended: task.signal.aborted || endings.has('stopped') ? 'stopped' : endings.has('epochs') ? 'epochs' : 'early',
    },
    device,
  }
}
