import { describe, expect, it } from 'vitest'
import { boardRow, boosting } from '@/testing/boardRows.ts'
import { writeTable } from '../dataset/tableData.ts'
import type { BoardView } from './board.ts'
import { boardColumns } from './boardColumns.ts'
import { layBoard } from './boardLayout.ts'
import { boardTable } from './boardTable.ts'

const rows = [
  boardRow('A', 1, {
    name: '=HYPERLINK("x")',
    spec: { learner: boosting(0.1), seed: 1 },
    metrics: { accuracy: 0.8123456789 },
    tags: ['new'],
  }),
  boardRow('B', 2, { name: 'two, parts', spec: { learner: boosting(0.1), seed: 2 }, metrics: { accuracy: 0.75 } }),
]
const csv = (view: BoardView) => {
  const layout = layBoard(rows, boardColumns(rows, 'multiclass', 'accuracy'), view, 'multiclass')
  const interval = ({ name }: { name: string }) => (name.startsWith('=') ? { low: 0.7, high: 0.9 } : undefined)
  return writeTable(boardTable(layout.items, layout.shown, layout, interval)).split('\n')
}

describe('the leaderboard as CSV', () => {
  it('has what is shown, all digits, intervals where they are known, and no cell that a spreadsheet would run', () => {
    expect(csv({ columns: ['seed', 'tags'] })).toEqual([
      '\ufeffRun,Name,Id,Accuracy,Accuracy low,Accuracy high,Seed,Tags',
      'A,"\'=HYPERLINK(""x"")",A,0.8123456789,0.7,0.9,1,new',
      'B,"two, parts",B,0.75,,,2,',
      '',
    ])
    expect(csv({ query: 'seed:2', columns: [] })).toHaveLength(3)
  })

  it('has a line for each group with what its runs come to', () => {
    const [head, group, first] = csv({ group: 'spec', columns: ['seed'], stat: 'max', open: [] })
    expect(head).toBe(
      '\ufeffGroup,Runs,Run,Name,Id,Accuracy,Accuracy low,Accuracy high,Accuracy mean,Accuracy best,Accuracy min,Accuracy max,Accuracy last,Accuracy std,Seed',
    )
    expect(group).toMatch(
      /^"Gradient boosting: 31 leaves, rate 0.10",2,,,,,,,0.781\d+,0.8123456789,0.75,0.8123456789,0.75,0.044\d+,2$/,
    )
    expect(first).toBe('')
  })
})
