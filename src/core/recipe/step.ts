import type { Step, StepKind } from './recipe.ts'
import { dateParts } from './steps/dateParts.ts'
import { drop } from './steps/drop.ts'
import { groupRare } from './steps/groupRare.ts'
import { impute } from './steps/impute.ts'
import type { StepInfo } from './steps/info.ts'
import { log } from './steps/log.ts'

/** Everything that is known of each kind of step: add a kind and the compiler lists what is missing. */
export const STEPS: { readonly [K in StepKind]: StepInfo<K> } = { drop, impute, dateParts, groupRare, log }

export const STEP_KINDS = Object.keys(STEPS) as readonly StepKind[]

/** The table for a step whose kind only the running program knows; a step must meet its own row of it. */
const ANY_STEP: Readonly<Record<StepKind, StepInfo<StepKind>>> = STEPS

export function infoOf(step: { readonly kind: StepKind }): StepInfo<StepKind> {
  return ANY_STEP[step.kind]
}

/** What a step does, in a phrase. */
export function describeStep(step: Step): string {
  return infoOf(step).describe(step)
}
