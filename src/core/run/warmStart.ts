import { AssayError } from '../errors.ts'
import { isDescent, type Learner } from '../learner/learner.ts'
import type { ColdReason, RunSpec, RunStart, WarmStart } from './run.ts'

/**
 * Whether a learner can start from a model that there is: networks and others that descend step by step, and a linear model
 * whose penalty has a strength of its own. Along a path of strengths each fit starts from the one before, which is nearer.
 */
export function canWarmStart(learner: Learner): boolean {
  if (learner.kind === 'glm') return learner.options.penalty === 'none' || learner.options.strength !== undefined
  return isDescent(learner)
}

/** Why a learner cannot, as a sentence. */
export function whyAlwaysCold({ kind }: Learner): string {
  switch (kind) {
    case 'glm':
      return 'The strength of its penalty is chosen along a path, on which each fit starts from the one before.'
    case 'boosting':
    case 'forest':
      return 'Trees that were grown on the old labels would stay in the model.'
    case 'auto':
      return 'The search for the best mix begins anew.'
    default:
      return 'It has no weights to start from.'
  }
}

/** The setting, wherever settings are listed. */
export const WARM_START = 'Warm start'

/** Beginnings of hashes, as they are shown. */
const SHOWN = 10

/** The setting as comparisons and bundles name it: "weights 3fa2c1d09e". */
export function nameWarmStart({ weightsDigest }: WarmStart): string {
  return `weights ${weightsDigest.slice(0, SHOWN)}`
}

export const COLD_WORDS: Readonly<Record<ColdReason, string>> = {
  learner: 'from the start: the earlier model is of another learner or of other layers',
  features: 'from the start: the prepared columns or their values are others than those of the earlier model',
  members: 'from the start: the earlier model is of another number of networks',
}

/** Where a run began that names a model to start from: "weights 3fa2c1d09e", or that it began without them, and why. */
export function describeStart(warmStart: WarmStart, start: RunStart | undefined): string {
  const from = nameWarmStart(warmStart)
  return start?.kind === 'cold' ? `${from} asked for; ${COLD_WORDS[start.reason]}` : from
}

/** The error of a spec whose model is not to be found. */
export function noEarlierModel(warmStart: WarmStart): AssayError {
  return new AssayError(
    'storage.missing',
    `This spec starts from a model that is not here (${nameWarmStart(warmStart)}). Open the run that made it first, or take the warm start out of the spec.`,
    { weightsDigest: warmStart.weightsDigest },
  )
}

/** A spec with a model to start from, or without one. */
export function withWarmStart({ warmStart: _, ...spec }: RunSpec, weightsDigest: string | undefined): RunSpec {
  return weightsDigest === undefined ? spec : { ...spec, warmStart: { weightsDigest } }
}
