import type { Dataset } from '../dataset/dataset.ts'
import { toErrorData } from '../errors.ts'
import { formatCount } from '../format/format.ts'
import { validateRecipe } from '../recipe/fit.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { estimateParts } from '../split/estimate.ts'
import { validateSplit } from '../split/validate.ts'
import type { Proposal, Question } from './experiment.ts'

/** The question that a proposal asks when nothing is changed. */
export function questionFrom(dataset: Pick<Dataset, 'id'>, target: string, proposal: Proposal): Question {
  return {
    datasetId: dataset.id,
    target,
    task: proposal.task.value,
    classes: proposal.classes.value,
    metric: proposal.metric.value,
    split: proposal.split.value,
    recipe: proposal.recipe.value,
  }
}

/** What keeps a question from being asked, a sentence each, by the part that it is about. */
export interface QuestionProblems {
  readonly split: readonly string[]
  readonly recipe: readonly string[]
  readonly features: readonly string[]
}

export function findProblems(dataset: Dataset, question: Question): QuestionProblems {
  const split: string[] = []
  try {
    validateSplit(question.split, dataset.columns, question.target)
  } catch (cause) {
    split.push(toErrorData(cause).message)
  }
  const features = dataset.columns.filter(({ name }) => name !== question.target)
  const used = features.filter(({ name }) => !isSetAside(question.recipe, name))
  return {
    split,
    recipe: validateRecipe(question.recipe, features, question.target),
    features: used.length > 0 ? [] : ['Every column is set aside, so there is nothing to learn from. Let one in.'],
  }
}

export function hasProblems({ split, recipe, features }: QuestionProblems): boolean {
  return split.length + recipe.length + features.length > 0
}

/** Whether a step that is on drops the column. */
export function isSetAside(recipe: Recipe, column: string): boolean {
  return recipe.steps.some((step) => step.on && step.kind === 'drop' && step.columns.includes(column))
}

/** Takes a column out of the features, or lets it in again. Steps that name it are left with their other columns. */
export function setAside(recipe: Recipe, column: string, aside: boolean): Recipe {
  if (!aside)
    return {
      ...recipe,
      steps: recipe.steps.flatMap((step) => {
        if (step.kind !== 'drop' || !step.columns.includes(column)) return [step]
        const columns = step.columns.filter((name) => name !== column)
        return columns.length > 0 ? [{ ...step, columns }] : []
      }),
    }
  const rest = recipe.steps.flatMap((step) => {
    if (step.kind === 'drop' || !step.columns.includes(column)) return [step]
    const columns = step.columns.filter((name) => name !== column)
    return columns.length > 0 ? [{ ...step, columns }] : []
  })
  const drop = rest.find((step) => step.kind === 'drop' && step.id === BY_HAND)
  const steps = drop
    ? rest.map((step) => (step === drop ? { ...step, columns: [...step.columns, column] } : step))
    : [{ id: BY_HAND, on: true, kind: 'drop' as const, columns: [column], reason: 'Set aside by you.' }, ...rest]
  return { ...recipe, steps }
}

const BY_HAND = 'set-aside'

/** "about 220 rows train, 55 validate, 69 test", of what {@link estimateParts} knows. */
export function describeParts({ train, validation, test }: ReturnType<typeof estimateParts>): string {
  const learn =
    train === undefined || validation === undefined
      ? ''
      : `about ${formatCount(train)} rows train, ${formatCount(validation)} validate`
  const held = test === undefined ? '' : `${learn ? '' : 'about '}${formatCount(test)} test`
  return [learn, held].filter(Boolean).join(', ') || 'how many rows test depends on that column'
}
