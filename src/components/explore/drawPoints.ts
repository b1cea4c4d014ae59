import { shadeOf } from '@/components/charts/parallel/drawLines.ts'
import type { Pen } from '@/components/charts/svgPen.ts'

/** A point of a scatter: places on both axes from 0 (left, below) to 1. */
export interface Point {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly shade: number | undefined
}

interface PointLook {
  readonly width: number
  readonly height: number
  readonly ramp: readonly string[]
  readonly faded: string
  readonly ground: string
}

/** Of the field of points, in CSS pixels. */
export const SCATTER_HEIGHT = 300

const RADIUS = 5
/** Room for points that lie on an end of an axis. */
const EDGE = 8

export function pointX(place: number, width: number): number {
  return EDGE + place * (width - 2 * EDGE)
}

export function pointY(place: number, height: number): number {
  return height - EDGE - place * (height - 2 * EDGE)
}

/** Draws points: those that are not chosen pale and below, the others by their shade. */
export function drawPoints(
  context: Pen,
  points: readonly Point[],
  chosen: ReadonlySet<string>,
  { width, height, ramp, faded, ground }: PointLook,
): void {
  context.clearRect(0, 0, width, height)
  const rank = ({ id }: Point) => (chosen.has(id) ? 1 : 0)
  for (const point of points.toSorted((a, b) => rank(a) - rank(b))) {
    const isChosen = chosen.has(point.id)
    context.beginPath()
    context.arc(pointX(point.x, width), pointY(point.y, height), RADIUS, 0, 2 * Math.PI)
    context.globalAlpha = isChosen ? 1 : 0.5
    context.fillStyle = isChosen && point.shade !== undefined ? shadeOf(ramp, point.shade) : faded
    context.fill()
    context.globalAlpha = 1
    context.strokeStyle = ground
    context.lineWidth = 1
    context.stroke()
  }
}

/** The point nearest to a place of the canvas within `most` pixels. */
export function nearestPoint(
  points: readonly Point[],
  at: { readonly x: number; readonly y: number },
  { width, height }: { readonly width: number; readonly height: number },
  most: number,
): Point | undefined {
  let nearest: Point | undefined
  let least = most
  for (const point of points) {
    const distance = Math.hypot(pointX(point.x, width) - at.x, pointY(point.y, height) - at.y)
    if (distance > least) continue
    least = distance
    nearest = point
  }
  return nearest
}
