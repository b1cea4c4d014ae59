import { useMemo, useRef } from 'react'
import type { Arrangement } from '@/components/dataset/useArrangement.ts'
import { useWatched } from '@/components/profile/useWatched.ts'
import type { View } from '@/core/dataset/view.ts'
import { useRead } from '@/state/useAssay.ts'
import { type SaidAsked, type SaidTable, saidInput } from './useSaidTable.ts'

/**
 * Has the rows of runs found and put in order. Until they are, those before stay.
 * @param notes The column of tags, where there is one.
 */
export function useSaidList(
  asked: SaidAsked,
  view: View,
  { scored, said, shown = [] }: Pick<SaidTable, 'scored' | 'said' | 'shown'>,
  notes?: string,
) {
  const read = useRead()
  const input = saidInput(asked, view, shown)
  const asksNotes = view.search !== '' || [...view.conditions, ...view.sort].some(({ column }) => column === notes)
  const key = JSON.stringify([input, asksNotes ? scored : said])
  const found = useWatched(key, async (jobs, options) => ({
    ...(await jobs.read.call('findSaidRows', input, options)),
    key,
    input,
  }))
  const last = useRef<typeof found.output>(undefined)
  if (found.output) last.current = found.output
  const shownNow = found.output ?? last.current
  const arrangement = useMemo(
    (): Arrangement | undefined =>
      shownNow && {
        key: shownNow.key,
        rows: shownNow.rows,
        read: (window, options) => read('saidWindow', { ...shownNow.input, ...window }, options),
      },
    [shownNow, read],
  )
  return { ...found, arrangement, of: shownNow?.of }
}
