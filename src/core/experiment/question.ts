import type { Dataset } from '../dataset/dataset.ts'
import { headsOf, inputHeads } from '../dataset/role.ts'
import { toErrorData } from '../errors.ts'
import { neededInputs } from '../recipe/heads.ts'
import { infoOf } from '../recipe/step.ts'
import type { ColumnHead } from '../recipe/steps/info.ts'
import { validateRecipe } from '../recipe/validate.ts'
import { validateSplit } from '../split/validate.ts'
import type { Proposal, Question } from './experiment.ts'
import { mendedLabels, readTestLabels, tellStrangeLabels } from './testLabels.ts'

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
  /** Of the preparation as a whole. */
  readonly recipe: readonly string[]
  /** Of single steps, by their ids. */
  readonly steps: Readonly<Record<string, readonly string[]>>
}

/** @param testDataset The second file that the split names, where it is still there. */
export function findProblems(dataset: Dataset, question: Question, testDataset: Dataset | undefined): QuestionProblems {
  return { split: splitProblems(dataset, question, testDataset), ...recipeProblems(dataset, question) }
}

export function hasProblems({ split, recipe, steps }: QuestionProblems): boolean {
  return split.length + recipe.length + Object.keys(steps).length > 0
}

function splitProblems(dataset: Dataset, question: Question, testDataset: Dataset | undefined): string[] {
  const { split, target } = question
  try {
    validateSplit(split, dataset.columns, target)
  } catch (cause) {
    return [toErrorData(cause).message]
  }
  if (split.kind === 'column' && split.testValue === '') return [`Choose the value of ${split.column} whose rows test.`]
  if (split.kind !== 'file') return []
  if (split.testDatasetId === '') return ['Choose the file that tests, or open one.']
  if (!testDataset) return ['The file that tests is no longer in this browser. Choose another.']
  const labels = readTestLabels(testDataset, question)
  const strange = labels?.known === 0 && tellStrangeLabels(labels, target)
  if (strange && testDataset.id !== dataset.id) return [`${testDataset.name} can’t test this question. ${strange}`]
  const why = whyNotTestFile(testDataset, dataset, question)
  return why ? [`${testDataset.name} can’t test this question: ${why}. Choose another file.`] : []
}

/** Problems of a recipe, told apart by step: {@link validateRecipe} begins each with the step's place and label. */
function recipeProblems(
  dataset: Dataset,
  { recipe, target, roles }: Question,
): Pick<QuestionProblems, 'recipe' | 'steps'> {
  const general: string[] = []
  const steps: Record<string, string[]> = {}
  const beginnings = recipe.steps.map((step, i) => ({ id: step.id, text: `Step ${i + 1}, ${infoOf(step).label}: ` }))
  for (const problem of validateRecipe(recipe, headsOf(dataset.columns, roles), target)) {
    const beginning = beginnings.find(({ text }) => problem.startsWith(text))
    if (!beginning) {
      general.push(problem)
      continue
    }
    const said = problem.slice(beginning.text.length)
    const sentence = said.charAt(0).toUpperCase() + said.slice(1)
    steps[beginning.id] = [...(steps[beginning.id] ?? []), sentence]
  }
  return { recipe: general, steps }
}

/** Columns that rows to be predicted must have: all but the target and those that nothing needs. */
export function neededColumns(
  { columns }: { readonly columns: readonly ColumnHead[] },
  { recipe, target, roles }: Pick<Question, 'recipe' | 'target' | 'roles'>,
): readonly string[] {
  const heads = inputHeads(columns, target, roles)
  const needed = neededInputs(recipe, heads)
  return heads.map(({ name }) => name).filter((name) => needed.has(name))
}

/** Why a second dataset can't be the test of a question, as half a sentence; undefined where it can. */
export function whyNotTestFile(test: Dataset, dataset: Dataset, question: Question): string | undefined {
  if (test.id === dataset.id) return 'it is the data that trains'
  const kinds = new Map(test.columns.map(({ name, kind }) => [name, kind]))
  for (const name of [question.target, ...neededColumns(dataset, question)]) {
    const kind = kinds.get(name)
    if (kind === undefined) return `it has no column ${name}`
    const wanted = dataset.columns.find((column) => column.name === name)?.kind
    if (kind !== wanted) return `its ${name} holds ${kind === 'numeric' ? 'numbers' : 'text'}`
  }
  const labels = readTestLabels(test, question)
  // Labels that only have to be read a little otherwise can be: the page offers that.
  const isOther = labels?.known === 0 && Object.keys(mendedLabels(labels)).length === 0
  return isOther ? `its ${question.target} has none of the classes that are asked about` : undefined
}
