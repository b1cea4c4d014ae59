import type { Frame } from '@/core/dataset/column.ts'
import type { MemberOf, ModelSpec, PipelineMember } from '@/core/pipeline/pipeline.ts'
import { openLayers } from './layers.ts'
import { openNeighbours } from './neighbours.ts'
import { openTrees } from './trees.ts'

/** A member's model, ready to answer. */
export interface OpenModel {
  /** Numbers that one row takes at its widest, by which rows are predicted some at a time. */
  readonly rowNumbers: number
  /**
   * Answers for prepared rows, rows × outputs: the probability of the second class of two, one for each class of more, or a
   * number in the target's own units. A row's answer does not depend on the rows beside it.
   */
  answers(frame: Frame, breathe: () => Promise<void>): Promise<Float32Array>
  dispose(): void
}

const OPENERS: {
  readonly [K in ModelSpec['kind']]: (member: MemberOf<K>, weights: ArrayBuffer) => Promise<OpenModel>
} = {
  layers: openLayers,
  neighbours: openNeighbours,
  trees: openTrees,
}

/**
 * Opens a member's model; the caller disposes it. Layers compute on the device that is open now.
 * @throws AssayError `bundle.damaged` when the weights are not those that the member names.
 */
export function openModel(member: PipelineMember, weights: ArrayBuffer): Promise<OpenModel> {
  const open = OPENERS[member.model.kind] as (member: PipelineMember, weights: ArrayBuffer) => Promise<OpenModel>
  return open(member, weights)
}
