import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { canonicalJson } from '@/core/hash.ts'
import type { PredictedRow } from '@/core/pipeline/jobs.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { RowRoute } from '@/state/predictRoute.ts'
import { useAssay } from '@/state/useAssay.ts'
import { CounterfactualPanel } from './CounterfactualPanel.tsx'
import { NearRows } from './NearRows.tsx'
import { RowContributions } from './RowContributions.tsx'
import { SensitivityChart } from './SensitivityChart.tsx'
import { type EditedCells, textOf } from './useCells.ts'
import { useSteady } from './useSteady.ts'
import styles from './whatIf.module.css'

/** Training rows listed. */
const NEAREST = 5

/** Why the row gets its answer, how that follows one column, what would change it, and what is like it in training. */
export function RowPanels({
  pipeline,
  edited,
  said,
  focused,
  onFocus,
  route,
}: {
  pipeline: Pipeline
  edited: EditedCells
  /** What the row was said to be before any edit, and what it is now. */
  said: { readonly before: PredictedRow | undefined; readonly now: PredictedRow | undefined }
  /** The column that is looked at. */
  focused: string
  onFocus: (column: string) => void
  route: RowRoute
}) {
  const { contract, id: runId } = pipeline
  const { base, settled, changed } = edited
  const question = useAssay((state) => state.shelves.run[runId]?.spec.question)
  const isHere = useAssay((state) => question !== undefined && state.shelves.dataset[question.datasetId] !== undefined)
  const isMany = contract.task === 'multiclass'
  // The class that it was called, so that edits do not change what is looked at.
  const output = isMany ? Math.max(0, contract.classes.indexOf(route.of ?? String(said.before?.prediction))) : 1
  const key = said.before && `${runId} ${output} ${canonicalJson(settled)}`
  const explained = useSteady(
    isHere && key ? `explainCells ${key} ${canonicalJson(base)}` : undefined,
    (jobs, signal) =>
      jobs.model.call(
        'explainCells',
        { runId, rows: changed.length > 0 ? [base, settled] : [settled], output },
        { signal },
      ),
  )
  const sensitivity = useSteady(key && `sensitivity ${key} ${focused}`, (jobs, signal) =>
    jobs.model.call('sensitivity', { runId, cells: settled, column: focused, output }, { signal }),
  )
  const near = useWatched(isHere ? `nearRows ${runId} ${canonicalJson(settled)}` : undefined, (jobs, options) =>
    jobs.model.call('nearRows', { runId, cells: settled, k: NEAREST }, options),
  )
  const [lastNear, setLastNear] = useState(near.output)
  if (near.output && near.output !== lastNear) setLastNear(near.output)
  const shownNear = near.error || near.isStopped || near.isSlow ? undefined : (near.output ?? lastNear)
  const input = contract.inputs.find(({ name }) => name === focused)
  const elsewhere = (
    <p className="secondary">The data of this run is not in this browser. Load the same file again to see this.</p>
  )
  return (
    <div className={styles.panels}>
      <section className={styles.pair} aria-label="Why it says so">
        <section aria-labelledby="adds" aria-busy={explained.isPending}>
          <div className={styles.panelHead}>
            <h2 id="adds">What each column adds</h2>
            {isMany && (
              <NativeSelect
                aria-label="The class whose probability is looked at"
                value={contract.classes[output] ?? ''}
                onChange={(event) => goTo({ ...route, of: event.currentTarget.value }, { replace: true })}
                data={[...contract.classes]}
              />
            )}
          </div>
          {!isHere && elsewhere}
          {explained.error && <ErrorStrip error={explained.error} />}
          {explained.output && <RowContributions explained={explained.output} contract={contract} output={output} />}
        </section>
        <section aria-labelledby="follows" aria-busy={sensitivity.isPending}>
          <div className={styles.panelHead}>
            <h2 id="follows">Change one column alone</h2>
            <NativeSelect
              aria-label="The column that changes"
              value={focused}
              onChange={(event) => onFocus(event.currentTarget.value)}
              data={contract.inputs.map(({ name }) => name)}
            />
          </div>
          {sensitivity.error && <ErrorStrip error={sensitivity.error} />}
          {sensitivity.output?.column === focused && input && (
            <SensitivityChart
              sensitivity={sensitivity.output}
              input={input}
              contract={contract}
              output={output}
              now={textOf(settled, focused)}
              before={changed.includes(focused) ? textOf(base, focused) : undefined}
            />
          )}
        </section>
      </section>
      <section aria-labelledby="otherwise">
        <h2 id="otherwise">What would have to change</h2>
        {isHere ? <CounterfactualPanel {...{ pipeline, edited, route }} said={said.now} /> : elsewhere}
      </section>
      <section aria-labelledby="near">
        <h2 id="near">Most like it in training</h2>
        {!isHere || !question ? (
          elsewhere
        ) : shownNear ? (
          <NearRows near={shownNear} contract={contract} cells={settled} datasetId={question.datasetId} />
        ) : (
          <Waiting asked={near} what="Comparing with the training rows" unit="row" rows={5} />
        )}
      </section>
    </div>
  )
}
