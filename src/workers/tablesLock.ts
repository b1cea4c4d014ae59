/**
 * Columns are stored before the record that names them, so a sweep must wait for every load, in whatever tab. Node, where
 * the jobs are tested one at a time, has no locks.
 */
export function withTables<T>(mode: LockMode, work: () => Promise<T>): Promise<T> {
  return globalThis.navigator?.locks ? navigator.locks.request('assay:tables', { mode }, work) : work()
}
