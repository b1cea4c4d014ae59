/** Places that a page key goes on by. */
const PAGE = 10

/** How far each key goes along what is in order. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -PAGE,
  PageDown: PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/**
 * Where a key leads among so many places in order, from the one at `index`: arrows by one, page keys by ten, home and end to
 * the ends, and no farther. From nowhere, end leads to the last place and any other to the first. Undefined for other keys,
 * and where there is no place.
 */
export function moveAlong(count: number, index: number | undefined, key: string): number | undefined {
  const step = STEPS[key]
  if (step === undefined || count === 0) return undefined
  if (index === undefined) return key === 'End' ? count - 1 : 0
  return Math.max(0, Math.min(count - 1, index + step))
}
