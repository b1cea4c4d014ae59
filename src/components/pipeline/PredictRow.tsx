import { Button } from '@mantine/core'
import { goTo } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { RowPanels } from '@/components/whatIf/RowPanels.tsx'
import { RowSource } from '@/components/whatIf/RowSource.tsx'
import { type Typed, textOf, useCells } from '@/components/whatIf/useCells.ts'
import { useSteady } from '@/components/whatIf/useSteady.ts'
import { formatCell, formatUnits } from '@/core/format/format.ts'
import { canonicalJson } from '@/core/hash.ts'
import type { Contract, Pipeline } from '@/core/pipeline/pipeline.ts'
import type { Cells } from '@/core/whatIf/jobs.ts'
import type { RowRoute } from '@/state/predictRoute.ts'
import { useJob } from '@/state/useAssay.ts'
import { CellIssues } from './CellIssues.tsx'
import { InputField } from './InputField.tsx'
import { PredictionResult } from './PredictionResult.tsx'
import styles from './pipeline.module.css'

/** One row and what it might be instead: a form that starts from a typical row or one of the data, the answer as one types. */
export function PredictRow({ pipeline, route }: { pipeline: Pipeline; route: RowRoute }) {
  const { contract } = pipeline
  const { runId, part = 'validation', row } = route
  const asked = useJob(row === undefined ? undefined : `partRow ${runId} ${part} ${row}`, (jobs, signal) =>
    jobs.model.call('partRow', { runId, part, at: { row: row! } }, { signal }),
  )
  const base =
    row === undefined || asked.error ? typicalCells(contract) : asked.output && typedCells(asked.output.cells)
  return (
    <>
      <RowSource route={route} row={asked.output} target={contract.target} key={`${part} ${row}`} />
      {asked.error && (
        <div className={styles.strip}>
          <ErrorStrip error={asked.error} />
        </div>
      )}
      {base && <RowForm key={`${part} ${row} ${asked.error?.code}`} pipeline={pipeline} base={base} route={route} />}
    </>
  )
}

function RowForm({ pipeline, base, route }: { pipeline: Pipeline; base: Typed; route: RowRoute }) {
  const { contract } = pipeline
  const edited = useCells(contract.inputs, base, route)
  const { cells, settled, changed } = edited
  const names = contract.inputs.map(({ name }) => name)
  const focused = names.find((name) => name === route.column) ?? names[0] ?? ''
  const focus = (column: string) => column !== focused && goTo({ ...route, column }, { replace: true })
  const asked = useSteady(`predictRows ${pipeline.id} ${canonicalJson([edited.base, settled])}`, (jobs, signal) =>
    jobs.model.call('predictRows', { runId: pipeline.id, rows: [edited.base, settled] }, { signal }),
  )
  const [before, now] = asked.output?.rows ?? []
  // Cells of the row as it is typed, which is the second.
  const issues = asked.output?.issues.filter(({ line }) => line === 2) ?? []
  return (
    <>
      <div className={styles.columns}>
        <section aria-labelledby="row">
          <div className={styles.sectionHead}>
            <h2 id="row">The row</h2>
            {changed.length > 0 && (
              <Button variant="subtle" onClick={edited.resetAll}>
                Put {formatUnits(changed.length, 'cell')} back
              </Button>
            )}
          </div>
          <div className={styles.form}>
            {contract.inputs.map((input) => (
              <InputField
                key={input.name}
                input={input}
                value={textOf(cells, input.name)}
                was={changed.includes(input.name) ? textOf(edited.base, input.name) : undefined}
                onChange={(value) => edited.set(input.name, value)}
                onReset={() => edited.reset(input.name)}
                onFocus={() => focus(input.name)}
              />
            ))}
          </div>
        </section>
        <section
          aria-labelledby="prediction"
          aria-live="polite"
          // What stands there is of an earlier row until the typing rests.
          aria-busy={settled !== cells || asked.isPending}
        >
          <h2 id="prediction">Prediction</h2>
          {asked.error && <ErrorStrip error={asked.error} />}
          {now && <PredictionResult row={now} before={changed.length > 0 ? before : undefined} pipeline={pipeline} />}
          <CellIssues issues={issues} total={issues.length} />
        </section>
      </div>
      {focused !== '' && (
        <RowPanels
          pipeline={pipeline}
          edited={edited}
          said={{ before, now }}
          focused={focused}
          onFocus={focus}
          route={route}
        />
      )}
    </>
  )
}

/** What the form starts from: the median or most common value of each column in training. */
function typicalCells({ inputs }: Contract): Typed {
  return Object.fromEntries(inputs.map(({ name, typical, type }) => [name, formatCell(typical, type)]))
}

function typedCells(cells: Cells): Typed {
  return Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, cell ?? '']))
}
