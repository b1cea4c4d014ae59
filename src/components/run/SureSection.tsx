import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { formatUnits } from '@/core/format/format.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { isDecided, sayLooks } from '@/core/run/sayReplicates.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import { isReplicating, type Replication, type ReplicationBudget, replicationKey } from '@/state/replication.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { PairTable } from './PairTable.tsx'
import resampled from './resampled.module.css'
import { seedsBeside } from './resampledBeside.ts'
import styles from './run.module.css'

interface SureProps {
  readonly route: CompareRoute
  /** The leftmost is the base. */
  readonly runs: readonly Ranked[]
  readonly metric: MetricName
}

/** Whether the base and one other stay apart when both are trained again with further seeds, as many as it takes. */
export function SureSection({ route, runs, metric }: SureProps) {
  const shelves = useAssay((state) => state.shelves)
  const replications = useAssay((state) => state.replications)
  const [base, ...others] = runs as [Ranked, ...Ranked[]]
  const { reason, pairs, looks, ...found } = seedsBeside(
    shelves,
    runs.map(({ run }) => run),
    route.sure,
    metric,
  )
  const other = others.find(({ run }) => run.id === found.other.id)!
  const replication = replications[replicationKey({ base: base.run.id, other: other.run.id })]
  const last = looks.at(-1)
  const isClear = isDecided(last)
  const names = { a: base.run.mark.letter, b: other.run.mark.letter }
  return (
    <section aria-labelledby="sure">
      <div className={styles.sectionHead}>
        <h2 id="sure">Is it sure?</h2>
        {others.length > 1 && (
          <NativeSelect
            aria-label={`Run to replicate beside ${base.run.mark.letter}`}
            value={other.run.id}
            data={others.map(({ run, name }) => ({ value: run.id, label: `${run.mark.letter} ${name}` }))}
            onChange={(event) => goTo({ ...route, sure: event.currentTarget.value }, { replace: true })}
          />
        )}
      </div>
      {reason ? (
        <p className={`secondary ${resampled.said}`}>{reason}</p>
      ) : (
        <>
          <p className={isClear ? styles.verdict : resampled.said} role="status">
            {sayLooks(names, pairs.length, last)}
          </p>
          {replication?.error && <ErrorStrip error={replication.error} />}
          {isReplicating(replication) ? (
            <Busy replication={replication!} />
          ) : (
            !isClear && <ReplicateForm route={route} base={base} other={other} metric={metric} count={pairs.length} />
          )}
          <PairTable pairs={pairs} looks={looks} metric={metric} />
          <p className={`caption ${styles.explanation}`}>
            Each seed deals the rows anew and trains both specs on them, so that a pair is scored on the same validation
            rows. After every pair the evidence so far is weighed by a test made for that (an anytime-valid t): equal
            models are told apart in no more than 5 of 100 such searches, however long they go on. Runs are kept, tagged
            “seeds of {base.run.mark.letter}” and “seeds of {other.run.mark.letter}” on{' '}
            <a href={hrefOf({ page: 'runs', experimentId: base.run.experimentId })}>the Runs page</a>, and count here
            whenever they were trained.
          </p>
        </>
      )}
    </section>
  )
}

function Busy({ replication }: { replication: Replication }) {
  const actions = useActions()
  const { order, done, isStopping, startedAt } = replication
  const { budget } = order
  const now = Date.now()
  const text =
    budget.kind === 'pairs'
      ? `Pair ${Math.min(done + 1, budget.most)} of at most ${budget.most}`
      : `Pair ${done + 1}, for at most ${formatUnits(budget.most, 'minute')}`
  const share = budget.kind === 'pairs' ? done / budget.most : (now - startedAt) / 60_000 / budget.most
  return (
    <div className={resampled.busy} role="status">
      <span>{isStopping ? 'Stopping; whole pairs are kept' : `${text}, seed ${replication.seed}`}</span>
      <ProgressBar share={share} label="Pairs trained" />
      <Button disabled={isStopping} onClick={() => void actions().stopReplicating(replicationKey(order))}>
        Stop
      </Button>
    </div>
  )
}

const MOST: Readonly<Record<ReplicationBudget['kind'], number>> = { pairs: 100, minutes: 600 }

interface FormProps {
  readonly route: CompareRoute
  readonly base: Ranked
  readonly other: Ranked
  readonly metric: MetricName
  readonly count: number
}

function ReplicateForm({ route, base, other, metric, count }: FormProps) {
  const actions = useActions()
  const [kind, setKind] = useState<ReplicationBudget['kind']>('pairs')
  const [most, setMost] = useState<number | string>(10)
  const isRight = typeof most === 'number' && Number.isInteger(most) && most >= 1 && most <= MOST[kind]
  return (
    <form
      className={resampled.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isRight) return
        goTo({ ...route, sure: other.run.id }, { replace: true })
        void actions().replicate({ base: base.run.id, other: other.run.id, metric, budget: { kind, most } })
      }}
    >
      <Button type="submit" variant="default" disabled={!isRight}>
        {count > 1 ? 'Go on' : `Train further seeds of ${base.run.mark.letter} and ${other.run.mark.letter}`}
      </Button>
      <span className="secondary">until it is clear, at most</span>
      <NumberInput
        aria-label="At most"
        className={resampled.most!}
        value={most}
        onChange={setMost}
        min={1}
        max={MOST[kind]}
        allowDecimal={false}
        hideControls
        error={!isRight}
      />
      <NativeSelect
        aria-label="Counted in"
        value={kind}
        data={[
          { value: 'pairs', label: 'more pairs of runs' },
          { value: 'minutes', label: 'minutes' },
        ]}
        onChange={(event) => setKind(event.currentTarget.value as ReplicationBudget['kind'])}
      />
      {!isRight && <span className="bad">Enter a whole number from 1 to {MOST[kind]}.</span>}
    </form>
  )
}
