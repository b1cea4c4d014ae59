/** How p-values of several tests that are read together are adjusted. */
export const ADJUSTMENTS = ['holm', 'benjaminiHochberg'] as const
export type Adjustment = (typeof ADJUSTMENTS)[number]

interface AdjustmentInfo {
  readonly label: string
  /** What counting p below .05 as evidence then promises, after the label. */
  readonly promise: string
  readonly adjust: (ps: readonly number[]) => number[]
}

/**
 * p-values of several tests so adjusted that those below α are all right but for a chance of α (Holm 1979, "A simple
 * sequentially rejective multiple test procedure"). In the order given.
 */
export function adjustHolm(ps: readonly number[]): number[] {
  let least = 0
  return inOrder(
    ps,
    (a, b) => a - b,
    (p, rank) => {
      least = Math.max(least, Math.min(1, (ps.length - rank) * p))
      return least
    },
  )
}

/**
 * p-values so adjusted that of those below α a share of α is expected to be wrong (Benjamini and Hochberg 1995, "Controlling
 * the false discovery rate"; of independent tests, or those that go together). In the order given.
 */
export function adjustBenjaminiHochberg(ps: readonly number[]): number[] {
  let most = 1
  return inOrder(
    ps,
    (a, b) => b - a,
    (p, rank) => {
      most = Math.min(most, (ps.length / (ps.length - rank)) * p)
      return most
    },
  )
}

/** Adjusts those that there are, for each other; what is none stays none. In the order given. */
export function adjustPresent(
  ps: readonly (number | undefined)[],
  adjustment: Adjustment = 'holm',
): (number | undefined)[] {
  const adjusted = ADJUSTMENT[adjustment].adjust(ps.filter((p) => p !== undefined))
  let place = 0
  return ps.map((p) => (p === undefined ? undefined : adjusted[place++]))
}

export const ADJUSTMENT: Readonly<Record<Adjustment, AdjustmentInfo>> = {
  holm: { label: 'Holm', promise: 'a chance of 5% that any of them is wrong', adjust: adjustHolm },
  benjaminiHochberg: {
    label: 'Benjamini–Hochberg',
    promise: 'of those that count as evidence, 5% are expected to be wrong',
    adjust: adjustBenjaminiHochberg,
  },
}

function inOrder(
  ps: readonly number[],
  compare: (a: number, b: number) => number,
  adjust: (p: number, rank: number) => number,
): number[] {
  const adjusted = new Array<number>(ps.length)
  const places = ps.map((_, place) => place).sort((a, b) => compare(ps[a]!, ps[b]!))
  for (const [rank, place] of places.entries()) adjusted[place] = adjust(ps[place]!, rank)
  return adjusted
}
