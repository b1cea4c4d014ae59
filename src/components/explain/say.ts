import { sayClass } from '@/components/curves/sayClass.ts'
import { differenceWriter } from '@/core/compare/comparison.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { ContributionMethod, ContributionScale, Dependence, DependencePoint } from '@/core/explain/explain.ts'
import type { Explained, Importances } from '@/core/explain/jobs.ts'
import { type JudgedImportance, judgeImportances } from '@/core/explain/judge.ts'
import { formatCount, formatNumber, formatScore, formatUnits } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import type { Evaluation } from '@/core/run/run.ts'

/** What of a model is explained. */
export interface Output {
  readonly question: Pick<RunQuestion, 'target' | 'task' | 'classes'>
  /** Which class of several; of two the positive one is meant, of numbers there is one answer. */
  readonly index: number
}

/** Which answer: "the probability of rain", or the target's name. */
export function sayOutput({ question: { target, task, classes }, index }: Output): string {
  if (task === 'regression') return target
  return `the probability of ${sayClass(target, classes[task === 'binary' ? 1 : index] ?? '')}`
}

/** In what contributions are: "the log-odds of rain". */
export function sayScale(scale: ContributionScale, output: Output): string {
  const { target, classes, task } = output.question
  const label = sayClass(target, classes[task === 'binary' ? 1 : output.index] ?? '')
  switch (scale) {
    case 'answer':
      return sayOutput(output)
    case 'logOdds':
      return `the log-odds of ${label}`
    case 'score':
      return `the score of ${label} before the softmax`
    case 'log':
      return `the logarithm of ${target}`
  }
}

/** How answers and contributions of a scale are written. */
export function writerOf(scale: ContributionScale, { question }: Output): (value: number) => string {
  // Log-odds and their like have no units, so that digits after the point say how small they are.
  const isInUnits = scale === 'answer' && question.task === 'regression'
  return isInUnits ? (value) => formatNumber(value, 3) : (value) => formatScore(value)
}

/** With its sign, since what is meant is a difference. */
export function signed(write: (value: number) => string): (value: number) => string {
  return (value) => `${value > 0 ? '+' : ''}${write(value)}`
}

/** Rises of a mean loss, with the digits that tell the ends of their narrowest interval apart. */
export function riseWriter({ loss, columns }: Importances): (value: number) => string {
  const widths = columns.map(({ low, high }) => high - low).filter((width) => width > 0 && Number.isFinite(width))
  return differenceWriter(loss === 'log loss' ? 'logLoss' : 'rmse', Math.max(...widths, 0))
}

/** "Permuting size raises the log loss by .061 (95% interval .05 to .07), more than any other column. …" */
export function sayImportances(output: Importances): string {
  const judged = judgeImportances(output.columns)
  const [first] = judged
  if (!first) return 'The model looks at no column.'
  const others = judged.filter(({ shows }) => shows === 'nothing').length
  if (first.shows !== 'worse')
    return `No column makes a difference that chance does not explain: ${formatUnits(judged.length, 'column')} permuted, ${formatUnits(output.rows, 'row')}.`
  const write = riseWriter(output)
  const most = judged.length > 1 ? ', more than any other column' : ''
  const rest =
    judged.length === 1
      ? ''
      : others === 0
        ? ' Every other makes a difference, too.'
        : ` ${formatUnits(others, 'column')} ${others === 1 ? 'makes' : 'make'} no difference that chance does not explain.`
  return `Permuting ${first.column} raises the ${output.loss} by ${write(first.rise)} (${INTERVAL_95} ${write(first.low)} to ${write(first.high)})${most}.${rest}`
}

export const SHOWN_WORDS: Readonly<Record<JudgedImportance['shows'], string>> = {
  worse: 'needed',
  better: 'better without it',
  nothing: 'no difference shown',
}

/** "The mean probability of rain is least, .12, where wind is 0.5, and greatest, .81, where it is 12." */
export function sayDependence({ column, points }: Dependence, output: Output): string {
  const said = sayOutput(output).replace(/^the /, '')
  const write = writerOf('answer', output)
  const [first, ...rest] = points
  if (!first) return `${column} has no value in these rows.`
  const sayPoint = ({ text, value }: DependencePoint) => sayCell(text, value)
  if (rest.length === 0)
    return `${column} is ${sayPoint(first)} in all of these rows, where the mean ${said} is ${write(first.mean)}.`
  const least = rest.reduce((found, point) => (point.mean < found.mean ? point : found), first)
  const most = rest.reduce((found, point) => (point.mean > found.mean ? point : found), first)
  if (write(least.mean) === write(most.mean)) return `The mean ${said} is ${write(first.mean)} whatever ${column} is.`
  return `The mean ${said} is least, ${write(least.mean)}, where ${column} is ${sayPoint(least)}, and greatest, ${write(most.mean)}, where it is ${sayPoint(most)}.`
}

const METHOD_WORDS: Readonly<Record<ContributionMethod, string>> = {
  trees: 'TreeSHAP',
  linear: 'the weights of the model',
  permutation: 'Shapley values by permutation',
}

/** By which method, in what, against which rows, and whether all were explained. */
export function sayMethod(explained: Explained, output: Output, part: Evaluation['part']): string {
  const { method, scale, background, rows, of, reached } = explained
  const against =
    background.of === 'training'
      ? 'as the trees counted their training rows'
      : `against ${formatUnits(background.rows, `${part} row`)}`
  const whose =
    method === 'permutation' ? 'Columns are those of the data.' : 'Columns are those that the preparation makes.'
  const some =
    rows.length < of
      ? `${formatCount(rows.length)} of ${formatUnits(of, `${part} row`)} ${rows.length === 1 ? 'is' : 'are'} explained${reached ? ': the time was up' : ', evenly taken'}.`
      : `All ${formatUnits(of, `${part} row`)} are explained.`
  return `By ${METHOD_WORDS[method]}, in ${sayScale(scale, output)}, ${against}. ${whose} ${some}`
}

/** "precipitation moves the answer most: by .21 on average, up or down." */
export function sayContributions(
  first: { readonly column: string; readonly mean: number } | undefined,
  scale: ContributionScale,
  output: Output,
): string {
  if (!first || first.mean === 0) return 'No column moves the answer in any of these rows.'
  return `${first.column} moves ${sayScale(scale, output)} most: by ${writerOf(scale, output)(first.mean)} on average, up or down.`
}

/** Texts of numbers that are longer are rounded. */
const LONGEST_NUMBER = 8

/** A cell as it is shown: what is missing says so, and what the preparation worked out to many digits is rounded. */
export function sayCell(text: string | null, number: number): string {
  if (text === null) return 'missing'
  if (text.length > LONGEST_NUMBER && Number(text) === number) return formatNumber(number)
  return text === '' ? '(empty text)' : text
}

/** The cell of a row and a column that was explained, by their places. */
export function sayCellOf({ cells, numbers, columns }: Explained, row: number, place: number): string {
  return sayCell(cells[row]![place]!, numbers[row * columns.length + place]!)
}
