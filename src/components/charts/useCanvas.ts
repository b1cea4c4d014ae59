import { useElementSize } from '@mantine/hooks'
import { type RefObject, useEffect, useRef } from 'react'

/** Colours from the palest that can be told from the ground to the strongest. */
const RAMP = ['--seq-3', '--seq-4', '--seq-5', '--seq-6', '--seq-7']

/** What a canvas is drawn with: its size in CSS pixels and the colours of the theme. */
export interface CanvasLook {
  readonly width: number
  readonly height: number
  readonly ramp: readonly string[]
  readonly colour: (token: string) => string
}

/**
 * A canvas as wide as its element: drawn anew when `draw` is another, when the width changes and when the theme does.
 * `frame` is for the element that gives the width.
 */
export function useCanvas(
  height: number,
  draw: (context: CanvasRenderingContext2D, look: CanvasLook) => void,
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
      const style = getComputedStyle(element)
      const colour = (token: string) => style.getPropertyValue(token).trim()
      draw(context, { width, height, ramp: RAMP.map(colour), colour })
    }
    drawNow()
    // A canvas does not follow the theme by itself.
    const theme = new MutationObserver(drawNow)
    theme.observe(document.documentElement, { attributes: true })
    return () => theme.disconnect()
  }, [draw, width, height])
  return { frame, canvas, width }
}
