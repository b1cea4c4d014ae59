import type { Dataset } from '@/core/dataset/dataset.ts'
import { useRead } from '@/state/useAssay.ts'
import type { Arrangement } from './useArrangement.ts'

/** Reads rows of an arrangement by their places in it. */
export function useWindows({ id }: Dataset, { read, view }: Arrangement): NonNullable<Arrangement['read']> {
  const call = useRead()
  return read ?? ((window, options) => call('window', { datasetId: id, ...window, ...(view && { view }) }, options))
}
