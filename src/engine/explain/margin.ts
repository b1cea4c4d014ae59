import type { Frame } from '@/core/dataset/column.ts'
import { denseWidth, encodeDense } from '@/core/encoding/dense.ts'
import { encodeNative } from '@/core/encoding/native.ts'
import type { ContributionScale, Contributions } from '@/core/explain/explain.ts'
import type { MemberOf, Pipeline } from '@/core/pipeline/pipeline.ts'
import { applyRecipeBreathing } from '@/core/recipe/fit.ts'
import type { Link, TreeModel } from '@/core/trees/model.ts'
import { runBreathing } from '@/core/work.ts'
import { TOOLS } from '../knn/search.ts'
import { decodeTrees } from '../trees/decodeTrees.ts'
import { explainTrees } from '../trees/shap.ts'

/** Contributions to the margin, and the prepared rows whose columns they are of. */
export interface MarginContributions extends Contributions {
  readonly method: 'trees' | 'linear'
  readonly scale: ContributionScale
  readonly prepared: Frame
}

const SCALES: Readonly<Record<Link, ContributionScale>> = {
  identity: 'answer',
  exponential: 'log',
  logistic: 'logOdds',
  softmax: 'score',
  share: 'answer',
  shares: 'answer',
}

/** Whether contributions follow from the model itself: it is one model, of trees or of one layer, and nothing comes after it. */
export function hasMargin({ members, calibration }: Pick<Pipeline, 'calibration' | 'members'>): boolean {
  const [member, ...others] = members
  if (!member || others.length > 0 || calibration) return false
  return member.model.kind === 'trees' || (member.model.kind === 'layers' && member.model.weightSpecs.length === 2)
}

/** Nodes of trees that are walked for a row, at most: those of a forest of many rows are more, and take seconds a row. */
const MOST_NODES = 100_000

/** Whether the trees are few enough that every one of their leaves can be asked about for every row. */
export function canWalk({ starts }: Pick<TreeModel, 'starts'>): boolean {
  return starts.at(-1)! <= MOST_NODES
}

/**
 * Whether {@link marginContributions} explains this model: where it {@link hasMargin} and takes no longer than asking the
 * model itself would.
 */
export function isByMargin(pipeline: Pipeline, weights: ArrayBuffer): boolean {
  return pipeline.members[0]!.model.kind !== 'trees' || canWalk(decodeTrees(weights))
}

/**
 * What each prepared column adds to the margin of an output: TreeSHAP for trees; for a linear model w · (x − mean), where the
 * mean of a scaled column is its training mean, and that of a category its mean over `background` (Lundberg and Lee 2017,
 * corollary 1), columns of one category together.
 * @param output Which class of several; of two there is one margin, of the second.
 */
export async function marginContributions(
  { pipeline, weights }: { readonly pipeline: Pipeline; readonly weights: ArrayBuffer },
  rows: Frame,
  background: Frame,
  output: number,
  breathe: () => Promise<void>,
): Promise<MarginContributions> {
  const member = pipeline.members[0]!
  const prepared = await applyRecipeBreathing(member.recipe, rows, breathe, TOOLS)
  if (member.model.kind === 'trees')
    return explainForest(member as MemberOf<'trees'>, weights, prepared, output, breathe)
  const held = await applyRecipeBreathing(member.recipe, background, breathe, TOOLS)
  return explainLine(pipeline, member as MemberOf<'layers'>, weights, prepared, held, output)
}

async function explainForest(
  { encoding }: MemberOf<'trees'>,
  weights: ArrayBuffer,
  prepared: Frame,
  output: number,
  breathe: () => Promise<void>,
): Promise<MarginContributions> {
  const model = decodeTrees(weights)
  const width = encoding.columns.length
  const all = await runBreathing(explainTrees(model, encodeNative(encoding, prepared)), breathe)
  const size = model.outputs * (width + 1)
  // Boosting for two classes has one score; a forest has one for each class.
  const its = model.outputs === 1 ? 0 : output
  const values = new Float64Array(prepared.rows * width)
  for (let row = 0; row < prepared.rows; row++) {
    const start = row * size + its * (width + 1)
    values.set(all.subarray(start, start + width), row * width)
  }
  const expected = prepared.rows > 0 ? all[its * (width + 1) + width]! : 0
  return {
    method: 'trees',
    scale: SCALES[model.link],
    columns: encoding.columns.map(({ name }) => name),
    expected,
    values,
    prepared,
  }
}

function explainLine(
  { contract }: Pipeline,
  { encoding, model }: MemberOf<'layers'>,
  weights: ArrayBuffer,
  prepared: Frame,
  background: Frame,
  output: number,
): MarginContributions {
  const outputs = contract.task === 'multiclass' ? contract.classes.length : 1
  const its = outputs === 1 ? 0 : output
  const parameters = new Float32Array(weights)
  const { width } = encoding
  const weightOf = (feature: number) => parameters[feature * outputs + its]!
  const means = new Float64Array(width)
  const held = encodeDense(encoding, background)
  for (let row = 0; row < background.rows; row++)
    for (let feature = 0; feature < width; feature++) means[feature]! += held[row * width + feature]! / background.rows
  const matrix = encodeDense(encoding, prepared)
  const { columns } = encoding
  const values = new Float64Array(prepared.rows * columns.length)
  let first = 0
  for (const [place, column] of columns.entries()) {
    const last = first + denseWidth(column)
    for (let row = 0; row < prepared.rows; row++)
      for (let feature = first; feature < last; feature++)
        values[row * columns.length + place]! += weightOf(feature) * (matrix[row * width + feature]! - means[feature]!)
    first = last
  }
  const expected = means.reduce(
    (sum, mean, feature) => sum + weightOf(feature) * mean,
    parameters[width * outputs + its]!,
  )
  const scale =
    contract.task === 'regression'
      ? model.inverseLink === 'exp'
        ? 'log'
        : 'answer'
      : outputs === 1
        ? 'logOdds'
        : 'score'
  return { method: 'linear', scale, columns: columns.map(({ name }) => name), expected, values, prepared }
}
