/** A part of an axis, from 0 (its low end) to 1 (its high end). */
export interface Brush {
  readonly low: number
  readonly high: number
}

/** Brushes by the key of their axis. */
export type Brushes = Readonly<Record<string, Brush>>

/** Whether places on the axes lie within all brushes; what has no place on a brushed axis does not. */
export function isWithinAll(brushes: Brushes, placeOn: (key: string) => number | undefined): boolean {
  return Object.entries(brushes).every(([key, { low, high }]) => {
    const place = placeOn(key)
    return place !== undefined && place >= low && place <= high
  })
}

/** Brushes with that of one axis drawn anew, or taken away. */
export function withBrush(brushes: Brushes, key: string, brush: Brush | undefined): Brushes {
  const { [key]: _old, ...rest } = brushes
  return brush ? { ...rest, [key]: brush } : rest
}

/** The same part of an axis whose ends are exchanged. */
export function flipBrush({ low, high }: Brush): Brush {
  return { low: 1 - high, high: 1 - low }
}
