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
