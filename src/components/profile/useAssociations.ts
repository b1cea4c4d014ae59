import { useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Associations } from '@/core/profile/jobs.ts'
import { useWatched, type Watched } from './useWatched.ts'

export interface AssociationsAsked extends Watched<Associations> {
  /** Asks for those from another column on, of the columns that can be measured. */
  readonly onFrom: (from: number) => void
}

/** How columns go together, so many at once. */
export function useAssociations({ id }: Dataset, isWanted: boolean): AssociationsAsked {
  const [from, setFrom] = useState(0)
  const asked = useWatched(isWanted ? `associate/${id}/${from}` : undefined, (jobs, options) =>
    jobs.read.call('associate', { datasetId: id, from }, options),
  )
  return { ...asked, onFrom: setFrom }
}
