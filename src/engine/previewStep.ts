import {
  type Frame,
  type FrameColumn,
  isNumericType,
  type NumericArray,
  takeRows,
  takeVector,
} from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { PreviewColumn, PreviewStepInput, StepPreview } from '@/core/experiment/preview.ts'
import { readTarget } from '@/core/experiment/target.ts'
import { formatCell } from '@/core/format/format.ts'
import { summariseColumn } from '@/core/profile/summarise.ts'
import { seededRandom } from '@/core/random.ts'
import { trainRecipe } from '@/core/recipe/fit.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { infoOf } from '@/core/recipe/step.ts'
import { breather, type Task } from '@/core/task.ts'
import { TOOLS } from './knn/search.ts'

/** Rows that a preview is made of: enough for a shape, few enough to be at once. */
const ROWS = 5_000
const LISTED = 12
const CELLS = 6

/** Columns of the data, opened when they are wanted. */
interface PreviewSource {
  readonly rows: number
  readonly names: readonly string[]
  open(name: string): Promise<FrameColumn>
}

/**
 * What a step does, shown on rows drawn by chance from those with an answer, with it and the steps before it fitted on the
 * same rows. Training fits on all training rows, so that numbers differ a little.
 * @throws recipe.invalid where the recipe up to the step can't be fitted
 */
export async function previewStep(
  source: PreviewSource,
  { question, step: id }: PreviewStepInput,
  task: Pick<Task, 'signal'>,
): Promise<StepPreview> {
  const { recipe, target, roles } = question
  const index = recipe.steps.findIndex((step) => step.id === id)
  const step = recipe.steps[index]
  if (!step) throw new AssayError('recipe.invalid', 'This step is no longer in the recipe.')
  const breathe = breather(task)
  const answers = await source.open(target)
  const values = readTarget(answers.vector, answers.type, question)
  const { rows, total } = draw(values)
  const columns: FrameColumn[] = []
  for (const name of source.names) {
    if (name === target || roles?.[name] === 'later') continue
    const column = await source.open(name)
    columns.push({ ...column, vector: takeVector(column.vector, rows) })
    await breathe()
  }
  const frame: Frame = { rows: rows.length, columns }
  const input = {
    tools: TOOLS,
    ...(roles && { roles }),
    target: {
      name: target,
      task: question.task,
      classes: question.classes,
      values: Float64Array.from(rows, (row) => values[row]!),
    },
  }
  const upTo = (steps: Recipe['steps']): Recipe => ({ ...recipe, steps })
  const before = await trainRecipe(upTo(recipe.steps.slice(0, index)), frame, input, breathe)
  const after = await trainRecipe(upTo([...recipe.steps.slice(0, index), { ...step, on: true }]), frame, input, breathe)
  const isOfRows = infoOf(step).scope === 'trainingRows'
  return {
    rows: rows.length,
    total,
    ...(isOfRows && { rowsAfter: after.rows.length }),
    ...(isOfRows ? compareTargets(answers, rows, before.rows, after.rows) : compareColumns(before.frame, after.frame)),
  }
}

function draw(values: Float64Array): { rows: Uint32Array; total: number } {
  const labelled: number[] = []
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row]!)) labelled.push(row)
  const total = labelled.length
  if (total <= ROWS) return { rows: Uint32Array.from(labelled), total }
  const random = seededRandom('preview of a recipe')
  // Fisher–Yates as far as rows are wanted.
  for (let i = 0; i < ROWS; i++) {
    const j = i + Math.floor(random() * (total - i))
    const held = labelled[i]!
    labelled[i] = labelled[j]!
    labelled[j] = held
  }
  return { rows: Uint32Array.from(labelled.slice(0, ROWS)).sort(), total }
}

type Compared = Pick<StepPreview, 'before' | 'after' | 'more'>

function compareColumns(before: Frame, after: Frame): Compared {
  const old = new Map(before.columns.map((column) => [column.name, column]))
  const next = new Map(after.columns.map((column) => [column.name, column]))
  const isChanged = (column: FrameColumn, other: FrameColumn | undefined) =>
    other === undefined || !isSame(column, other)
  const left = before.columns.filter((column) => isChanged(column, next.get(column.name)))
  const right = after.columns.filter((column) => isChanged(column, old.get(column.name)))
  return {
    before: left.slice(0, LISTED).map(describeColumn),
    after: right.slice(0, LISTED).map(describeColumn),
    more: { before: Math.max(0, left.length - LISTED), after: Math.max(0, right.length - LISTED) },
  }
}

/** For steps that choose rows: what the answers look like before and after. */
function compareTargets(answers: FrameColumn, drawn: Uint32Array, before: Uint32Array, after: Uint32Array): Compared {
  const describe = (rows: Uint32Array) =>
    describeColumn({
      ...answers,
      vector: takeVector(
        answers.vector,
        rows.map((row) => drawn[row]!),
      ),
    })
  return { before: [describe(before)], after: [describe(after)], more: { before: 0, after: 0 } }
}

function isSame(a: FrameColumn, b: FrameColumn): boolean {
  if (a.type !== b.type) return false
  if (a.vector === b.vector) return true
  if (a.vector.kind === 'numeric' && b.vector.kind === 'numeric') {
    const other = b.vector.values
    return a.vector.values.every((x, row) => Object.is(x, other[row]))
  }
  if (a.vector.kind === 'coded' && b.vector.kind === 'coded') {
    const [one, two] = [a.vector, b.vector]
    return one.codes.every((code, row) => one.dictionary[code] === two.dictionary[two.codes[row]!])
  }
  return false
}

function describeColumn({ name, type, vector }: FrameColumn): PreviewColumn {
  const rows = vector.kind === 'numeric' ? vector.values.length : vector.codes.length
  const first = takeRows({ rows, columns: [{ name, type, vector }] }, firstRows(rows)).columns[0]!.vector
  const data =
    vector.kind === 'numeric'
      ? { kind: vector.kind, chunks: [vector.values as NumericArray] }
      : { kind: vector.kind, chunks: [vector.codes as Int32Array<ArrayBuffer>], dictionary: vector.dictionary }
  return {
    name,
    type,
    summary: summariseColumn({ name, type, data }),
    cells:
      first.kind === 'numeric' && isNumericType(type)
        ? Array.from(first.values, (x) => (Number.isNaN(x) ? null : formatCell(x, type)))
        : first.kind === 'coded'
          ? Array.from(first.codes, (code) => first.dictionary[code] ?? null)
          : [],
  }
}

function firstRows(rows: number): Uint32Array {
  return Uint32Array.from({ length: Math.min(CELLS, rows) }, (_, row) => row)
}
