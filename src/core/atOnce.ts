/** Like `Promise.all` over `items.map(work)`, with at most `limit` under way; none is begun once one has failed. */
export async function mapAtOnce<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const queue = items.entries()
  let failed = false
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failed) return
      try {
        results[index] = await work(item)
      } catch (cause) {
        failed = true
        throw cause
      }
    }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: limit }, worker))
  // All have come to rest, so that nothing is still written when the caller hears of the failure.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return results
}

/** What `work` makes of the items, in their order, with at most `limit` under way ahead of whoever takes them. */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const under: Promise<R>[] = []
  try {
    for (const item of items) {
      const result = work(item)
      // Heard of when its turn comes, however early it fails.
      result.catch(() => {})
      under.push(result)
      if (under.length >= limit) yield await under.shift()!
    }
    while (under.length > 0) yield await under.shift()!
  } finally {
    await Promise.allSettled(under)
  }
}
