import { AssayError } from '@/core/errors.ts'
import type { Contract, MemberOf } from '@/core/pipeline/pipeline.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { decodeTrees } from '../trees/decodeTrees.ts'

const LINKS: Readonly<Record<Contract['task'], readonly TreeModel['link'][]>> = {
  binary: ['logistic', 'share'],
  multiclass: ['softmax', 'shares'],
  regression: ['identity', 'exponential'],
}

/** What is wrong with a member's trees, in words, or undefined: they must be whole, fit the encoding and the question. */
export function findTreesProblem(
  { task, classes }: Contract,
  { encoding }: MemberOf<'trees'>,
  weights: Uint8Array<ArrayBuffer>,
): string | undefined {
  let model: TreeModel
  try {
    model = decodeTrees(weights.slice().buffer)
  } catch (cause) {
    if (cause instanceof AssayError) return 'its trees cannot be read'
    throw cause
  }
  const fits =
    model.columns.length === encoding.columns.length &&
    encoding.columns.every((column, i) => {
      const known = model.columns[i]!
      return known.kind === 'category'
        ? column.kind === 'category' && column.values.length === known.binOfCode.length
        : column.kind === 'number'
    })
  if (!fits) return 'it takes other inputs than its encoding gives'
  const outputs = task === 'multiclass' ? classes.length : 1
  if (!LINKS[task].includes(model.link) || model.outputs !== outputs) return 'its output does not answer its question'
  return undefined
}
