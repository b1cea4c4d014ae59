/** Values by key within a budget of bytes; what was used longest ago goes first. */
export interface LruCache<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value, bytes: number): void
  delete(key: string): void
}

export function createLruCache<Value>(budgetBytes: number): LruCache<Value> {
  // A Map keeps the order of insertion, so the first key is the one used longest ago.
  const entries = new Map<string, { readonly value: Value; readonly bytes: number }>()
  let total = 0
  const drop = (key: string) => {
    total -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, bytes) {
      drop(key)
      entries.set(key, { value, bytes })
      total += bytes
      for (const oldest of entries.keys()) {
        if (total <= budgetBytes || entries.size === 1) break
        drop(oldest)
      }
    },
    delete: drop,
  }
}
