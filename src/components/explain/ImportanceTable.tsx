import { runColourOf } from '@/components/ui/RunMark.tsx'
import type { Importances } from '@/core/explain/jobs.ts'
import { judgeImportances } from '@/core/explain/judge.ts'
import { formatCount } from '@/core/format/format.ts'
import type { Run } from '@/core/run/run.ts'
import { EffectTable } from './EffectTable.tsx'
import { riseWriter, signed } from './say.ts'

/** Every column with how much the loss rises without what it says; each leads to how the answer follows it. */
export function ImportanceTable({
  output,
  run,
  chosen,
  onColumn,
}: {
  output: Importances
  run: Run
  chosen: string | undefined
  onColumn: (column: string) => void
}) {
  const { loss, rows, of, columns } = output
  return (
    <EffectTable
      label="Columns by importance"
      caption={
        <caption className="visually-hidden">
          How much the {loss} of {formatCount(rows)} of {formatCount(of)} rows rises when a column is permuted
        </caption>
      }
      head="Column"
      valueHead={`Rise of the ${loss === 'log loss' ? loss : 'mean squared error'}`}
      rows={judgeImportances(columns).map(({ column, rise, ...effect }) => ({
        column,
        effect: { ...effect, difference: rise },
      }))}
      write={signed(riseWriter(output))}
      colour={runColourOf(run)}
      chosen={chosen}
      onColumn={onColumn}
    />
  )
}
