import { formatNumber, formatScore, formatShare, formatUnits } from '@/core/format/format.ts'
import type { Contract } from '@/core/pipeline/pipeline.ts'
import type { Cells, ExplainedCells, NearRows, Sensitivity } from '@/core/whatIf/jobs.ts'

/** How contributions were found, and against what. */
export function sayMethod({ method, background }: ExplainedCells): string {
  const against =
    background.of === 'training'
      ? 'against the training rows as the trees counted them'
      : `against ${formatUnits(background.rows, 'validation row')}`
  const by = {
    trees: 'TreeSHAP, columns as prepared',
    linear: 'coefficient times distance from the mean, columns as prepared',
    permutation: 'Shapley values over random orders of the columns',
  }[method]
  return `${by}, ${against}.`
}

/** What the answer does over the values of a column. */
export function saySensitivity(
  { column, points }: Sensitivity,
  what: string,
  write: (answer: number) => string,
): string {
  const [first] = points
  if (!first) return `${column} had no value in training, so there is nothing to draw.`
  const low = points.reduce((a, b) => (b.answer < a.answer ? b : a), first)
  const high = points.reduce((a, b) => (b.answer > a.answer ? b : a), first)
  if (write(low.answer) === write(high.answer))
    return `Whatever ${column} is, the ${what} of this row is ${write(low.answer)}.`
  return `With ${column} alone changed, the ${what} goes from ${write(low.answer)} (at ${short(low.text)}) to ${write(high.answer)} (at ${short(high.text)}).`
}

/** A value in few digits, where it is a number. */
export function short(text: string): string {
  return text !== '' && Number.isFinite(Number(text)) ? formatNumber(Number(text)) : text
}

/** What the rows around say. */
export function sayAround({ around, labels, answers }: NearRows, target: string): string {
  const rows = `Of the ${formatUnits(around, 'nearest training row')}`
  if (labels?.length)
    return `${rows}, ${labels.map(({ name, rows: count }) => `${formatShare(count / around)} are ${name}`).join(', ')}.`
  if (!answers) return 'There is no training row.'
  return `${rows}, ${target} is ${formatNumber(answers.mean)} on average, from ${formatNumber(answers.min)} to ${formatNumber(answers.max)}.`
}

/** A cell as a table shows it. */
export function sayCell(cells: Cells, column: string): string {
  return cells[column] || 'missing'
}

/** An answer in its own unit. */
export function answerWriter({ task }: Contract): (answer: number) => string {
  return task === 'regression' ? (answer) => formatNumber(answer) : (answer) => formatScore(answer)
}
