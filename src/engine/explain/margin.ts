import type { Frame } from '@/core/dataset/column.ts'
import { denseWidth, encodeDense } from '@/core/encoding/dense.ts'
import { encodeNative } from '@/core/encoding/native.ts'
import type { ContributionScale, Contributions } from '@/core/explain/explain.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import type { MemberOf, Pipeline } from '@/core/pipeline/pipeline.ts'
import { applyRecipeBreathing } from '@/core/recipe/fit.ts'
import type { Link, TreeModel } from '@/core/trees/model.ts'
import { runBreathing } from '@/core/work.ts'
import { TOOLS } from '../knn/search.ts'
import { decodeTrees } from '../trees/decodeTrees.ts'
import { openShap } from '../trees/shap.ts'

/** Contributions to the margin, and the prepared rows whose columns they are of. */
interface MarginContributions extends Contributions {
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

/** Explains rows of a model by its margin. */
type MarginExplainer = (rows: Frame) => Promise<MarginContributions>

/**
 * Opens what each prepared column adds to the margin of an output: TreeSHAP for trees; for a linear model w · (x − mean), where
 * the mean of a scaled column is its training mean, and that of a category its mean over `background` (Lundberg and Lee 2017,
 * corollary 1), columns of one category together.
 * @param output Which class of several; of two there is one margin, of the second.
 */
export async function openMargin(
  { pipeline, weights }: { readonly pipeline: Pipeline; readonly weights: ArrayBuffer },
  background: Frame,
  output: number,
  breathe: () => Promise<void>,
): Promise<MarginExplainer> {
  const member = pipeline.members[0]!
  const prepareRows = (rows: Frame) => applyRecipeBreathing(member.recipe, rows, breathe, TOOLS)
  if (member.model.kind === 'trees') {
    const forest = openForest(member as MemberOf<'trees'>, decodeTrees(weights), output, breathe)
    return async (rows) => forest(await prepareRows(rows))
  }
  const line = openLine(pipeline, member as MemberOf<'layers'>, weights, await prepareRows(background), output)
  return async (rows) => line(await prepareRows(rows))
}

function openForest(
  { encoding }: MemberOf<'trees'>,
  model: TreeModel,
  output: number,
  breathe: () => Promise<void>,
): MarginExplainer {
  const width = encoding.columns.length
  const columns = encoding.columns.map(({ name }) => name)
  // Boosting for two classes has one score; a forest has one for each class.
  const explain = openShap(model, model.outputs === 1 ? 0 : output)
  return async (prepared) => {
    const all = await runBreathing(explain(encodeNative(encoding, prepared)), breathe)
    const values = new Float64Array(prepared.rows * width)
    for (let row = 0; row < prepared.rows; row++) {
      const start = row * (width + 1)
      values.set(all.subarray(start, start + width), row * width)
    }
    const expected = prepared.rows > 0 ? all[width]! : 0
    return { method: 'trees', scale: SCALES[model.link], columns, expected, values, prepared }
  }
}

function openLine(
  { contract }: Pipeline,
  { encoding, model }: MemberOf<'layers'>,
  weights: ArrayBuffer,
  background: Frame,
  output: number,
): (prepared: Frame) => MarginContributions {
  const outputs = contract.task === 'multiclass' ? contract.classes.length : 1
  const its = outputs === 1 ? 0 : output
  const parameters = new Float32Array(weights)
  const { width, columns } = encoding
  const weightOf = (feature: number) => parameters[feature * outputs + its]!
  const means = new Float64Array(width)
  const held = encodeDense(encoding, background)
  for (let row = 0; row < background.rows; row++)
    for (let feature = 0; feature < width; feature++) means[feature]! += held[row * width + feature]! / background.rows
  const expected = means.reduce(
    (sum, mean, feature) => sum + weightOf(feature) * mean,
    parameters[width * outputs + its]!,
  )
  const scale = scaleOfLine(contract.task, model.inverseLink)
  return (prepared) => {
    const matrix = encodeDense(encoding, prepared)
    const values = new Float64Array(prepared.rows * columns.length)
    let first = 0
    for (const [place, column] of columns.entries()) {
      const last = first + denseWidth(column)
      for (let row = 0; row < prepared.rows; row++)
        for (let feature = first; feature < last; feature++)
          values[row * columns.length + place]! +=
            weightOf(feature) * (matrix[row * width + feature]! - means[feature]!)
      first = last
    }
    return { method: 'linear', scale, columns: columns.map(({ name }) => name), expected, values, prepared }
  }
}

function scaleOfLine(task: TaskKind, inverseLink: 'exp' | undefined): ContributionScale {
  if (task === 'regression') return inverseLink === 'exp' ? 'log' : 'answer'
  return task === 'binary' ? 'logOdds' : 'score'
}
