import { featureNames } from '@/core/encoding/dense.ts'
import type { ModelInsight } from '@/core/pipeline/jobs.ts'
import type { MemberOf, Pipeline } from '@/core/pipeline/pipeline.ts'
import type { RunResult } from '@/core/run/run.ts'
import { decodeTrees } from '../trees/decodeTrees.ts'

/** What a single model goes by: the coefficients of a line, what splits of trees gained. Networks do not say. */
export function insightOf(
  { members, contract }: Pipeline,
  weights: readonly ArrayBuffer[],
  { solution }: Pick<RunResult, 'solution'>,
): ModelInsight {
  const [member, ...others] = members
  if (!member || others.length > 0) return { kind: 'none' }
  if (member.model.kind === 'trees') return gainsOf(member as MemberOf<'trees'>, weights[0]!)
  if (member.model.kind !== 'layers') return { kind: 'none' }
  const { encoding, model } = member as MemberOf<'layers'>
  // One layer is a line.
  if (model.weightSpecs.length !== 2) return { kind: 'none' }
  const parameters = new Float32Array(weights[0]!)
  const outputs = contract.task === 'multiclass' ? contract.classes : [contract.classes[1] ?? contract.target]
  const features = [...featureNames(encoding), 'Intercept'].map((name, i) => {
    const start = i * outputs.length
    const end = start + outputs.length
    return {
      name,
      values: [...parameters.subarray(start, end)],
      ...(solution?.errors && { errors: solution.errors.slice(start, end) }),
    }
  })
  return { kind: 'coefficients', outputs, features }
}

function gainsOf({ encoding }: MemberOf<'trees'>, weights: ArrayBuffer): ModelInsight {
  const { gains, splits } = decodeTrees(weights)
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  return {
    kind: 'gains',
    columns: encoding.columns
      .map(({ name }, i) => ({ name, share: total > 0 ? gains[i]! / total : 0, splits: splits[i]! }))
      .sort((a, b) => b.share - a.share),
  }
}
