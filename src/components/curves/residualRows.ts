import type { ResidualPoint } from '@/core/curves/residuals.ts'
import type { TableData } from '@/core/dataset/tableData.ts'
import { formatCount, formatNumber } from '@/core/format/format.ts'

type Row = Pick<ResidualPoint, 'actual' | 'predicted'>

const write = (value: number) => formatNumber(value)

/** A difference with its sign. */
export function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${formatNumber(value)}`
}

/** Said of charts that show some rows of many. */
export function someOf(shown: number, rows: number): string {
  return shown < rows ? ` ${formatCount(shown)} of them are drawn.` : ''
}

/** What is told of a row of a regression. */
export function factsOfRow({ actual, predicted }: Row): readonly (readonly [string, string])[] {
  return [
    ['actual', write(actual)],
    ['predicted', write(predicted)],
    ['residual', signed(actual - predicted)],
  ]
}

/** Rows of a regression as a table. */
export function tableOfRows(rows: readonly Row[]): TableData {
  return {
    columns: [
      { name: 'Actual', write },
      { name: 'Predicted', write },
      { name: 'Residual', write },
    ],
    rows: rows.map(({ actual, predicted }) => [actual, predicted, actual - predicted]),
  }
}
