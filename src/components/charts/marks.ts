import type { Role } from '@/core/chart/series.ts'

export interface XY {
  readonly x: number
  readonly y: number
}

interface Named {
  readonly id: string
  /** What its points are, as a person hears it: "ROC curve", "false alarms". */
  readonly label: string
  /** A CSS colour from the tokens. */
  readonly colour: string
  /** What is told of a point when it is pointed at: names with values. */
  readonly facts: (index: number) => readonly (readonly [name: string, value: string])[]
}

/** What is drawn of the data: a line, dots, bars from the axis (or down from it), or values with their intervals. */
export type Mark =
  | (Named & {
      readonly kind: 'line'
      readonly role: Role
      readonly points: readonly XY[]
      /** Steps where the value holds up to the next point: from each point across and then up, or the other way round. */
      readonly steps?: 'across' | 'up' | undefined
      /** What stands at its end: value, then name. */
      readonly end?: { readonly value: string; readonly name: string } | undefined
    })
  | (Named & {
      readonly kind: 'dots'
      readonly points: readonly XY[]
      /** Of each point, where they differ; a CSS colour from the tokens. */
      readonly colours?: readonly string[] | undefined
    })
  | (Named & {
      readonly kind: 'bars'
      readonly bars: readonly { readonly from: number; readonly to: number; readonly y: number }[]
    })
  | (Named & {
      readonly kind: 'ranges'
      readonly points: readonly (XY & { readonly low: number; readonly high: number })[]
    })

/** What lies behind the marks and is not pointed at: a band between two values, or faint lines of single rows. */
export type Backdrop =
  | {
      readonly kind: 'band'
      readonly id: string
      readonly colour: string
      readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[]
    }
  | {
      readonly kind: 'strands'
      readonly id: string
      readonly colour: string
      readonly lines: readonly (readonly XY[])[]
    }

/** A straight line that says where something would be: chance, the base rate, the threshold. */
export interface Guide {
  readonly id: string
  readonly from: XY
  readonly to: XY
  readonly label?: string | undefined
  /** Solid and in the accent: what a person chose. Others are dashed and quiet. */
  readonly isChosen?: boolean | undefined
}

/** A place on the chart with its name beside it. */
export interface Spot extends XY {
  readonly id: string
  readonly label: string
}

/** Where each point of a mark is, for pointing at it. */
export function placesOf(mark: Mark): readonly XY[] {
  return mark.kind === 'bars' ? mark.bars.map(({ from, to, y }) => ({ x: (from + to) / 2, y })) : mark.points
}

/** A point of a mark. */
export interface Stop {
  readonly mark: number
  readonly index: number
}

export interface Mapping {
  readonly toX: (x: number) => number
  readonly toY: (y: number) => number
}

/** The point nearest to a place in pixels; a bar by its middle alone. Undefined where there is none. */
export function nearestStop(
  marks: readonly Mark[],
  { toX, toY }: Mapping,
  at: { readonly x: number; readonly y: number },
): Stop | undefined {
  let found: Stop | undefined
  let least = Number.POSITIVE_INFINITY
  for (const [mark, each] of marks.entries())
    for (const [index, { x, y }] of placesOf(each).entries()) {
      const down = each.kind === 'bars' ? (Math.sign(y) === Math.sign(toY(0) - at.y) ? 0 : 1) : toY(y) - at.y
      const distance = Math.hypot(toX(x) - at.x, down)
      if (distance < least) {
        least = distance
        found = { mark, index }
      }
    }
  return found
}

/** Points that a page key goes on by. */
const PAGE = 10

/**
 * Where a key leads: left and right along the points of a mark, page keys by ten, home and end to its ends, up and down to
 * the nearest point of another mark. From nowhere, end leads to the last point and any other to the first. Undefined for other keys.
 */
export function moveStop(marks: readonly Mark[], stop: Stop | undefined, key: string): Stop | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    PageUp: -PAGE,
    PageDown: PAGE,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }
  const others: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 }
  const first = marks.findIndex((mark) => placesOf(mark).length > 0)
  if (first < 0 || !(key in steps || key in others)) return undefined
  if (!stop) return { mark: first, index: key === 'End' ? placesOf(marks[first]!).length - 1 : 0 }
  const places = placesOf(marks[stop.mark]!)
  if (key in steps) return { ...stop, index: Math.max(0, Math.min(places.length - 1, stop.index + steps[key]!)) }
  const { x } = places[stop.index]!
  for (let step = 1; step < marks.length; step++) {
    const mark = (stop.mark + step * others[key]! + step * marks.length) % marks.length
    const away = placesOf(marks[mark]!).map((place) => Math.abs(place.x - x))
    if (away.length > 0) return { mark, index: away.indexOf(Math.min(...away)) }
  }
  return stop
}
