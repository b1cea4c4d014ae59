import { useState } from 'react'
import type { JobClients } from '@/core/ports.ts'
import { type Asked, useJob } from '@/state/useAssay.ts'

/** As `useJob`, with the last answer in the place of one that is still to come, so that what follows typing does not flicker. */
export function useSteady<T>(
  key: string | undefined,
  ask: (jobs: JobClients, signal: AbortSignal) => Promise<T>,
): Asked<T> {
  const asked = useJob(key, ask)
  const [last, setLast] = useState<T>()
  if (asked.output !== undefined && asked.output !== last) setLast(asked.output)
  return key === undefined || asked.error ? asked : { ...asked, output: asked.output ?? last }
}
