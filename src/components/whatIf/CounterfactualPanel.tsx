import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { formatUnits } from '@/core/format/format.ts'
import { canonicalJson } from '@/core/hash.ts'
import type { PredictedRow } from '@/core/pipeline/jobs.ts'
import type { Contract, Pipeline } from '@/core/pipeline/pipeline.ts'
import { type Goal, type Limit, sayGoal } from '@/core/whatIf/goal.ts'
import type { Counterfactual, Counterfactuals } from '@/core/whatIf/jobs.ts'
import type { RowRoute } from '@/state/predictRoute.ts'
import { CounterfactualTable } from './CounterfactualTable.tsx'
import { LimitTable } from './LimitTable.tsx'
import type { EditedCells } from './useCells.ts'
import styles from './whatIf.module.css'

/** Half a minute is as long as anybody waits for what may not be there. */
const BUDGET_MS = 30_000

/** What of a search was asked for, so that later edits do not start another. */
interface Search {
  readonly cells: EditedCells['settled']
  readonly goal: Goal
  readonly limits: readonly Limit[]
}

/** What would have to change for the row to get another answer. */
export function CounterfactualPanel({
  pipeline,
  edited,
  said,
  route,
}: {
  pipeline: Pipeline
  edited: EditedCells
  /** What the row is said to be now. */
  said: PredictedRow | undefined
  /** The answer that is wanted, and the limits. */
  route: RowRoute
}) {
  const { contract } = pipeline
  const wanted = route.goal && fits(contract, route.goal) ? route.goal : undefined
  const limits = (route.limits ?? []).filter((limit) => contract.inputs.some(({ name }) => name === limit.column))
  const [isLimiting, setLimiting] = useState(limits.length > 0)
  // An address that says so begins the search where the page is opened anew.
  const [search, setSearch] = useState<Search | undefined>(
    route.isSought && wanted && { cells: edited.settled, goal: wanted, limits },
  )
  const show = (next: Partial<RowRoute>) => goTo({ ...route, isSought: undefined, ...next }, { replace: true })
  const goal = wanted ?? (said && likelyGoal(contract, said))
  const key = search && `counterfactuals ${pipeline.id} ${canonicalJson(search)}`
  const [soFar, setSoFar] = useState<{ readonly key: string; readonly found: readonly Counterfactual[] }>()
  const asked = useWatched(key, (jobs, { signal, onEvent }) =>
    jobs.model.call(
      'counterfactuals',
      { runId: pipeline.id, budgetMs: BUDGET_MS, ...search! },
      {
        signal,
        onEvent: ({ found, ...progress }) => {
          onEvent(progress)
          if (found && !signal.aborted) setSoFar({ key: key!, found })
        },
      },
    ),
  )
  const kept = asked.isStopped && soFar?.key === key ? soFar?.found : undefined
  const output = asked.output ?? (kept && { found: kept, isReached: false, isCut: true, asked: 0 })
  const isOld = search !== undefined && canonicalJson(search.cells) !== canonicalJson(edited.settled)
  return (
    <>
      <form
        className={styles.sourceLine}
        aria-label="What the answer is to be"
        onSubmit={(event) => {
          event.preventDefault()
          if (!goal) return
          setSearch({ cells: edited.settled, goal, limits })
          show({ goal, isSought: true })
        }}
      >
        <GoalFields contract={contract} goal={goal} onChange={(next) => show({ goal: next })} />
        <Button type="submit" variant="filled" disabled={!goal}>
          Find the nearest changes
        </Button>
        <Button variant="subtle" aria-expanded={isLimiting} onClick={() => setLimiting(!isLimiting)}>
          {isLimiting ? 'Hide limits' : limits.length > 0 ? `Limits (${limits.length})` : 'Set limits'}
        </Button>
      </form>
      {isLimiting && (
        <LimitTable
          inputs={contract.inputs}
          limits={limits}
          onChange={(next) => show({ limits: next.length > 0 ? next : undefined })}
        />
      )}
      {search && (
        <div aria-live="polite">
          {output ? (
            <>
              {isOld && (
                <p className="caption">Found for the row before its last edits. Find again for the row as it is.</p>
              )}
              <p>
                {sayFound(output, search, contract, kept ? STOPPED : TIME_UP)}{' '}
                {kept && <Button onClick={asked.again}>Start again</Button>}
              </p>
              {output.found.length > 0 && (
                <CounterfactualTable found={output.found} contract={contract} edited={edited} />
              )}
            </>
          ) : (
            <Waiting asked={asked} what="Looking for the nearest changes" unit="row" rows={3} />
          )}
        </div>
      )}
    </>
  )
}

function GoalFields({
  contract: { task, classes, target },
  goal,
  onChange,
}: {
  contract: Contract
  goal: Goal | undefined
  onChange: (goal: Goal) => void
}) {
  if (task !== 'regression')
    return (
      <>
        <span>To be called</span>
        <NativeSelect
          aria-label="The class it is to be called"
          value={goal?.kind === 'class' ? goal.name : ''}
          onChange={(event) => onChange({ kind: 'class', name: event.currentTarget.value })}
          data={[...classes]}
        />
      </>
    )
  const { kind, value } = goal && goal.kind !== 'class' ? goal : ({ kind: 'atLeast', value: 0 } as const)
  return (
    <>
      <span>For {target} to be</span>
      <NativeSelect
        aria-label="At least or at most"
        value={kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value as 'atLeast' | 'atMost', value })}
        data={[
          { value: 'atLeast', label: 'at least' },
          { value: 'atMost', label: 'at most' },
        ]}
      />
      <NumberInput
        aria-label="The number to reach"
        value={value}
        hideControls
        w={108}
        onChange={(next) => typeof next === 'number' && onChange({ kind, value: next })}
      />
    </>
  )
}

/** Whether a goal is one of what the model says at all. */
function fits({ task, classes }: Contract, goal: Goal): boolean {
  return goal.kind === 'class' ? classes.includes(goal.name) : task === 'regression'
}

/** The likeliest of the other classes, or a number a tenth above. */
function likelyGoal({ classes }: Contract, { prediction, probabilities }: PredictedRow): Goal | undefined {
  if (typeof prediction === 'number')
    return { kind: 'atLeast', value: Number((prediction + Math.abs(prediction) / 10).toPrecision(3)) }
  const others = classes
    .map((name, i) => ({ name, probability: probabilities?.[i] ?? 0 }))
    .filter(({ name }) => name !== prediction)
  const [first] = others.sort((a, b) => b.probability - a.probability)
  return first && { kind: 'class', name: first.name }
}

const TIME_UP = ' The time was up before the search was over.'
const STOPPED = ' The search was stopped before it was over.'

/** @param why Why the search ended before it was over, where it did. */
function sayFound(
  { found, isReached, isCut, asked }: Counterfactuals,
  { goal }: Search,
  { target }: Contract,
  why: string,
): string {
  const cut = isCut ? why : ''
  const isClass = goal.kind === 'class'
  if (isReached) return `${isClass ? 'It' : target} is ${sayGoal(goal)} already.`
  const what = `${isClass ? '' : `for ${target} `}to be ${sayGoal(goal)}`
  if (found.length === 0)
    return `None found within these limits: no change ${what} among ${formatUnits(asked, 'row')} that were tried.${cut} Loosen the limits or ask for less.`
  const least = found[0]!.changes.length
  return `${found.length === 1 ? 'One way' : `${found.length} ways`} ${what}, by ${formatUnits(least, 'change')} at the least; each as small as the answer allows.${cut}`
}
