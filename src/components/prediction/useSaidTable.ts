import { useMemo, useRef } from 'react'
import { type GridLayoutState, useGridLayout } from '@/components/dataset/useGridLayout.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { View } from '@/core/dataset/view.ts'
import type { SaidRowsInput } from '@/core/prediction/jobs.ts'
import { scoredKey } from '@/state/scoredKey.ts'
import { type Asked, useAssay, useJob } from '@/state/useAssay.ts'

/** Which rows of which runs, without the view of them. */
export type SaidAsked = Omit<SaidRowsInput, 'view' | 'shown'>

/** The columns of predictions beside those of the data, as a grid has them. */
export interface SaidTable extends Pick<Asked<unknown>, 'error' | 'again'> {
  /** What the runs said of the part ({@link scoredKey}): another where rows are called otherwise. */
  readonly scored: string
  /** The same without the tags of rows, which change no order where nothing is asked of them. */
  readonly said: string
  readonly columns: GridLayoutState
  /** The data with the columns of predictions before its own; undefined until they are known. */
  readonly listed: Dataset | undefined
  /** The columns that are not hidden: a search looks at them. */
  readonly shown: readonly string[] | undefined
}

export function useSaidTable(dataset: Dataset, { runId, base, letters, part, tolerance }: SaidAsked): SaidTable {
  const asked = { runId, base, letters, part, tolerance }
  const tagged = useAssay((state) => state.shelves.rowTags[dataset.lineage]?.updatedAt)
  const said = useAssay((state) => scoredKey(state, [runId, base], part))
  const scored = base === undefined && tagged !== undefined ? `${said} ${tagged}` : said
  const { output, error, again } = useJob(JSON.stringify([asked, scored]), (jobs, signal) =>
    jobs.read.call('saidColumns', asked, { signal }),
  )
  // While tags change the columns stay, and with them the place in the list.
  const about = JSON.stringify([asked, said])
  const last = useRef({ about, metas: output })
  if (output || last.current.about !== about) last.current = { about, metas: output }
  const { metas } = last.current
  // One layout for all runs on a dataset, and another where two are side by side.
  const lineage = `${dataset.lineage}/predictions of ${base === undefined ? 'one' : 'two'}`
  const columns = useGridLayout({ lineage })
  const listed = useMemo(
    () => metas && { ...dataset, lineage, columns: [...metas, ...dataset.columns] },
    [dataset, lineage, metas],
  )
  const { hidden } = columns.layout
  const shown = useMemo(
    () => listed?.columns.map(({ name }) => name).filter((name) => !hidden.includes(name)),
    [listed, hidden],
  )
  return { scored, said, columns, listed, shown, error, again }
}

/** What is asked of rows in a view. Without a search it does not matter which columns are shown. */
export function saidInput<A extends SaidAsked>(asked: A, view: View, shown: readonly string[]): A & SaidRowsInput {
  return { ...asked, view, shown: view.search ? shown : [] }
}
