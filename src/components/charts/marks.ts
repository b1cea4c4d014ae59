import type { Role } from '@/core/chart/series.ts'
import { moveAlong } from './keys.ts'

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
  /** What stands at its end: value, then name. */
  readonly end?: { readonly value: string; readonly name: string } | undefined
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
      readonly isDashed?: boolean | undefined
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
      /** Of each bar, where they differ; a CSS colour from the tokens. */
      readonly colours?: readonly string[] | undefined
    })
  | (Named & {
      readonly kind: 'ranges'
      readonly points: readonly (XY & { readonly low: number; readonly high: number })[]
      /** Whether a line runs through the values. */
      readonly isJoined?: boolean | undefined
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

const TO_ANOTHER: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 }

/**
 * Where a key leads: along the points of a mark as {@link moveAlong}, up and down to the nearest point of another mark.
 * Undefined for other keys.
 */
export function moveStop(marks: readonly Mark[], stop: Stop | undefined, key: string): Stop | undefined {
  const by = TO_ANOTHER[key]
  const mark = stop?.mark ?? marks.findIndex((each) => placesOf(each).length > 0)
  if (mark < 0) return undefined
  const places = placesOf(marks[mark]!)
  if (by === undefined || !stop) {
    const index = moveAlong(places.length, stop?.index, by === undefined ? key : 'Home')
    return index === undefined ? undefined : { mark, index }
  }
  const { x } = places[stop.index]!
  for (let step = 1; step < marks.length; step++) {
    const other = (mark + step * by + step * marks.length) % marks.length
    const away = placesOf(marks[other]!).map((place) => Math.abs(place.x - x))
    if (away.length > 0) return { mark: other, index: away.indexOf(Math.min(...away)) }
  }
  return stop
}
