import { useElementSize } from '@mantine/hooks'
import { type RefObject, useEffect, useRef } from 'react'
import { mark, newDrawing, type Pen, SvgPen } from './svgPen.ts'

/** Colours from the palest that can be told from the ground to the strongest. */
const RAMP = ['--seq-3', '--seq-4', '--seq-5', '--seq-6', '--seq-7']

/** What a canvas is drawn with: its size in CSS pixels and the colours of the theme. */
interface CanvasLook {
  readonly width: number
  readonly height: number
  readonly ramp: readonly string[]
  readonly colour: (token: string) => string
}

/** Draws with the colours of the theme. */
export type Draw = (pen: Pen, look: CanvasLook) => void

/** Words of a drawing that the page writes over its canvas, at a place of the canvas in CSS pixels. */
export interface DrawnText {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly anchor: 'start' | 'middle' | 'end'
  readonly isStrong?: boolean
}

/** What a canvas would show, as a drawing to be saved, in the colours of the theme now, with its words and room for them about it. */
export function drawingOf(
  draw: Draw,
  { width, height }: { readonly width: number; readonly height: number },
  texts: readonly DrawnText[],
  room: { readonly left: number; readonly top: number; readonly bottom: number },
): SVGSVGElement {
  const drawing = newDrawing(room.left + width, room.top + height + room.bottom)
  const field = mark('g', { transform: `translate(${room.left} ${room.top})` })
  draw(new SvgPen(field), lookOf(document.documentElement, width, height))
  field.append(
    ...texts.map(({ x, y, text, anchor, isStrong = false }) =>
      mark(
        'text',
        {
          x,
          y,
          dy: '.35em',
          'text-anchor': anchor,
          'font-size': isStrong ? 12 : 11,
          'font-weight': isStrong ? 560 : 420,
          fill: `var(--text-${isStrong ? 1 : 2})`,
        },
        text,
      ),
    ),
  )
  drawing.append(field)
  return drawing
}

function lookOf(element: Element, width: number, height: number): CanvasLook {
  const style = getComputedStyle(element)
  const colour = (token: string) => style.getPropertyValue(token).trim()
  return { width, height, ramp: RAMP.map(colour), colour }
}

/**
 * A canvas as wide as its element: drawn anew when `draw` is another, when the width changes and when the theme does.
 * `frame` is for the element that gives the width.
 */
export function useCanvas(
  height: number,
  draw: Draw,
): {
  readonly frame: (element: HTMLDivElement | null) => void
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly width: number
} {
  const { ref: frame, width } = useElementSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || width === 0) return
    const drawNow = () => {
      const scale = devicePixelRatio
      element.width = Math.round(width * scale)
      element.height = Math.round(height * scale)
      context.setTransform(scale, 0, 0, scale, 0, 0)
      draw(context, lookOf(element, width, height))
    }
    drawNow()
    // A canvas does not follow the theme by itself.
    const theme = new MutationObserver(drawNow)
    theme.observe(document.documentElement, { attributes: true })
    return () => theme.disconnect()
  }, [draw, width, height])
  return { frame, canvas, width }
}
