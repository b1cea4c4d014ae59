import type { Contract, MemberOf, ModelSpec, PipelineMember } from '@/core/pipeline/pipeline.ts'
import { findNeighboursProblem } from './neighboursProblem.ts'
import { findLayersProblem } from './topology.ts'
import { findTreesProblem } from './treesProblem.ts'

type Finder<K extends ModelSpec['kind']> = (
  contract: Contract,
  member: MemberOf<K>,
  weights: Uint8Array<ArrayBuffer>,
) => string | undefined

const FINDERS: { readonly [K in ModelSpec['kind']]: Finder<K> } = {
  layers: findLayersProblem,
  neighbours: findNeighboursProblem,
  trees: findTreesProblem,
}

/** What is wrong with a member's model from a stranger, in words; undefined where it fits its encoding and its question. */
export function findModelProblem(
  contract: Contract,
  member: PipelineMember,
  weights: Uint8Array<ArrayBuffer>,
): string | undefined {
  const find = FINDERS[member.model.kind] as (
    contract: Contract,
    member: PipelineMember,
    weights: Uint8Array<ArrayBuffer>,
  ) => string | undefined
  return find(contract, member, weights)
}
