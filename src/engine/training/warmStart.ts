import type { DenseEncoding } from '@/core/encoding/encoding.ts'
import { isDescent, type Learner } from '@/core/learner/learner.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { ColdReason, RunSpec } from '@/core/run/run.ts'
import { carryOver } from '../neural/carryOver.ts'
import { readParameters } from '../neural/layersModel.ts'
import type { NetworkShape } from '../neural/shape.ts'

/** The model that a run starts from. */
export interface EarlierModel {
  /** Of the run that made it. */
  readonly spec: Pick<RunSpec, 'learner'>
  readonly pipeline: Pick<Pipeline, 'members'>
  /** weights.bin of each member. */
  readonly weights: readonly ArrayBuffer[]
}

/**
 * Parameters for each network of a run, so that it begins where an earlier model ended, or why none of it fits.
 * @param encoding Of the run's own rows, with a matrix as wide as the shape's.
 * @param count Networks of the run.
 * @throws AssayError `bundle.damaged` when weights are not those that the earlier model names.
 */
export async function startFrom(
  { spec, pipeline, weights }: EarlierModel,
  learner: Learner,
  encoding: DenseEncoding,
  shape: NetworkShape,
  count: number,
): Promise<readonly Float32Array[] | ColdReason> {
  if (buildOf(spec.learner) !== buildOf(learner)) return 'learner'
  if (pipeline.members.length !== count) return 'members'
  const starts: Float32Array[] = []
  for (const [index, { encoding: before, model }] of pipeline.members.entries()) {
    if (before.kind !== 'dense' || model.kind !== 'layers') return 'learner'
    const parameters = await readParameters(model, weights[index] ?? new ArrayBuffer(0), shape)
    const start = parameters && carryOver(parameters, shape, before, encoding)
    if (!start) return 'features'
    starts.push(start)
  }
  return starts
}

/** What must be alike for the parameters of one model to mean the same in another. */
function buildOf(learner: Learner): string {
  const { kind, options } = learner
  if (isDescent(learner))
    return learner.kind === 'network'
      ? `${kind} ${learner.options.hidden.join()} ${learner.options.activation ?? 'relu'}`
      : kind
  return 'distribution' in options ? `${kind} ${options.distribution}` : `${kind} gaussian`
}
