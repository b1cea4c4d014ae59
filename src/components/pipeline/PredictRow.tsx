import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { formatCell } from '@/core/format/format.ts'
import { canonicalJson } from '@/core/hash.ts'
import type { Contract, ContractInput, Pipeline } from '@/core/pipeline/pipeline.ts'
import { useJob } from '@/state/useAssay.ts'
import { CellIssues } from './CellIssues.tsx'
import { InputField } from './InputField.tsx'
import { PredictionResult } from './PredictionResult.tsx'
import styles from './pipeline.module.css'

type Cells = Readonly<Record<string, string>>

/** A form for one row, starting from a typical one. The prediction follows as one types. */
export function PredictRow({ pipeline }: { pipeline: Pipeline }) {
  const { contract } = pipeline
  const [cells, setCells] = useState<Cells>(() => typicalCells(contract))
  // A prediction per keystroke would only be thrown away.
  const [settled] = useDebouncedValue(cells, 150)
  const asked = useJob(`predictRows ${pipeline.id} ${canonicalJson(settled)}`, (jobs, signal) =>
    jobs.model.call('predictRows', { runId: pipeline.id, rows: [settled] }, { signal }),
  )
  const row = asked.output?.rows[0]
  return (
    <div className={styles.columns}>
      <section aria-labelledby="row">
        <div className={styles.sectionHead}>
          <h2 id="row">The row</h2>
          <Button variant="subtle" onClick={() => setCells(typicalCells(contract))}>
            Back to a typical row
          </Button>
        </div>
        <div className={styles.form}>
          {contract.inputs.map((input) => (
            <InputField
              key={input.name}
              input={input}
              value={cells[input.name] ?? ''}
              onChange={(value) => setCells((old) => ({ ...old, [input.name]: value }))}
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
        {row && <PredictionResult row={row} pipeline={pipeline} />}
        {asked.output && <CellIssues issues={asked.output.issues} total={asked.output.issues.length} />}
      </section>
    </div>
  )
}

/** What the form starts from: the median or most common value of each column in training. */
function typicalCells(contract: Contract): Cells {
  return Object.fromEntries(contract.inputs.map((input) => [input.name, typicalText(input)]))
}

function typicalText({ typical, type }: ContractInput): string {
  return formatCell(typical, type)
}
