import type { Dataset } from '../dataset/dataset.ts'
import type { Question } from '../experiment/experiment.ts'

/** Whether rows of a training count differently: by the weights of a version of the table, or by a step that balances classes. */
export function rowsWeigh(
  dataset: Pick<Dataset, 'weights'> | undefined,
  { recipe }: Pick<Question, 'recipe'>,
): boolean {
  return (
    dataset?.weights !== undefined ||
    recipe.steps.some((step) => step.on && step.kind === 'balance' && step.method === 'weights')
  )
}
