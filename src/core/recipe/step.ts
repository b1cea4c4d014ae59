import type { ColumnStepKind, FittedStep, Step, StepKind } from './recipe.ts'
import { aggregate } from './steps/aggregate.ts'
import { balance } from './steps/balance.ts'
import { bin } from './steps/bin.ts'
import { cast } from './steps/cast.ts'
import { clip } from './steps/clip.ts'
import { dateParts } from './steps/dateParts.ts'
import { deduplicate } from './steps/deduplicate.ts'
import { derive } from './steps/derive.ts'
import { drop } from './steps/drop.ts'
import { filterRows } from './steps/filterRows.ts'
import { frequency } from './steps/frequency.ts'
import { groupRare } from './steps/groupRare.ts'
import { hash } from './steps/hash.ts'
import { impute } from './steps/impute.ts'
import { imputeKnn } from './steps/imputeKnn.ts'
import type { AnyStepInfo, ColumnStepInfo, StepInfo } from './steps/info.ts'
import { lag } from './steps/lag.ts'
import { log } from './steps/log.ts'
import { oneHot } from './steps/oneHot.ts'
import { ordinal } from './steps/ordinal.ts'
import { polynomial } from './steps/polynomial.ts'
import { powerStep } from './steps/power.ts'
import { rename } from './steps/rename.ts'
import { rolling } from './steps/rolling.ts'
import { sample } from './steps/sample.ts'
import { scale } from './steps/scale.ts'
import { targetEncode } from './steps/targetEncode.ts'
import { textHash } from './steps/textHash.ts'
import { textLength } from './steps/textLength.ts'
import { tfidf } from './steps/tfidf.ts'

/** Everything that is known of each kind of step, in the order in which they are offered: add a kind and the compiler lists what is missing. */
const STEPS: { readonly [K in StepKind]: StepInfo<K> } = {
  drop,
  rename,
  cast,
  derive,
  impute,
  imputeKnn,
  log,
  scale,
  power: powerStep,
  clip,
  bin,
  polynomial,
  groupRare,
  oneHot,
  ordinal,
  frequency,
  targetEncode,
  hash,
  textLength,
  tfidf,
  textHash,
  dateParts,
  lag,
  rolling,
  aggregate,
  filterRows,
  deduplicate,
  sample,
  balance,
}

export const STEP_KINDS = Object.keys(STEPS) as readonly StepKind[]

/** The table for a step whose kind only the running program knows; a step must meet its own row of it. */
export function infoOf(step: { readonly kind: StepKind }): AnyStepInfo {
  return (STEPS as Readonly<Record<StepKind, unknown>>)[step.kind] as AnyStepInfo
}

/** Whether a step has a setting for each of its columns, one by one: it can take none by what they are. */
export function isPerColumn(step: Step): boolean {
  return infoOf(step).fields.some(
    (field) => field.field === 'list' && field.perColumn && (field.isShown?.(step) ?? true),
  )
}

/** As {@link infoOf}, of what a step learned. */
export function fittedInfoOf(fitted: FittedStep): ColumnStepInfo<ColumnStepKind> {
  return STEPS[fitted.kind] as unknown as ColumnStepInfo<ColumnStepKind>
}
