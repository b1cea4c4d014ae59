import type { ComparedSettings } from '@/core/run/compare.ts'
import { differencesOf } from '@/core/run/differences.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { distinctMarks } from '@/core/run/mark.ts'
import { comparedQuantile } from '@/core/run/quantile.ts'
import type { Evaluation, RunId, RunResult } from '@/core/run/run.ts'
import { rankedRuns } from '@/state/run.ts'
import type { State } from '@/state/store.ts'

/** More are too many to read side by side; the page of lines and points has room for all. */
export const MOST_COMPARED = 10

/** A run beside others. */
export interface Compared extends Ranked {
  /** What tells it from the others, shortly; empty where nothing does. */
  readonly difference: string
  /** Letter and difference: its name at the end of a line. */
  readonly label: string
  readonly settings: ComparedSettings
  readonly result: RunResult | undefined
  readonly validation: Evaluation | undefined
}

/** The runs of an address that are in this browser, the base first, each once and no more than can be read. */
export function comparedRuns(shelves: State['shelves'], runIds: readonly RunId[]): readonly Compared[] {
  const runs = distinctMarks([...new Set(runIds)].flatMap((id) => shelves.run[id] ?? []).slice(0, MOST_COMPARED))
  const settings = runs.map(
    ({ id, spec, device }): ComparedSettings => ({
      spec,
      device: shelves.result[id]?.device ?? device,
      dataset: shelves.dataset[spec.question.datasetId],
    }),
  )
  const differences = differencesOf(settings)
  const ranked = rankedRuns(shelves, runs, comparedQuantile(runs))
  return runs.map((run, i) => ({
    ...ranked[i]!,
    difference: differences[i]!,
    label: `${run.mark.letter} ${differences[i]!}`.trim(),
    settings: settings[i]!,
    result: shelves.result[run.id],
    validation: shelves.evaluation[`${run.id}/validation`],
  }))
}
