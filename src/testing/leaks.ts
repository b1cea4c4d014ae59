import { type FrameColumn, type Table, toFrame, toVector } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { propose } from '@/core/experiment/propose.ts'
import { questionFrom } from '@/core/experiment/question.ts'
import type { LeakReport } from '@/core/leak/leak.ts'
import { unattended } from '@/core/task.ts'
import { checkLeaks } from '@/engine/leaks/checkLeaks.ts'
import type { LeakSource } from '@/engine/leaks/source.ts'
import { makeDataset } from './dataset.ts'

/** A table as a check for leaks is given it, and another that tests it. */
export function leakSource(name: string, table: Table, test?: Table): LeakSource {
  const from =
    ({ columns }: Table) =>
    async (wanted: string): Promise<FrameColumn> => {
      const column = columns.find((each) => each.name === wanted)
      if (!column) throw new AssayError('dataset.unknownColumn', wanted)
      return { name: column.name, type: column.type, vector: toVector(column.data) }
    }
  return {
    dataset: makeDataset(name, table.columns),
    openFrames: async () => ({ frame: toFrame(table), ...(test && { testFrame: toFrame(test) }) }),
    open: from(table),
    ...(test && { test: { dataset: makeDataset(`test of ${name}`, test.columns), open: from(test) } }),
  }
}

/** The question that is proposed about a column of a table, changed as wanted, and what is found of it. */
export async function findLeaks(
  table: Table,
  target: string,
  change: Partial<Question> = {},
): Promise<{ readonly question: Question; readonly report: LeakReport; readonly found: readonly string[] }> {
  const source = leakSource('table.csv', table)
  const question = { ...questionFrom(source.dataset, target, propose(source.dataset, target)), ...change }
  const report = await checkLeaks({ question, seed: 1 }, source, unattended)
  const found = report.leaks.map(({ kind, level, columns }) =>
    [level, kind, columns.join(' + ')].filter((word) => word !== '').join(' '),
  )
  return { question, report, found }
}
