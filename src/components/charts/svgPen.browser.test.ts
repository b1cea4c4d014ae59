import '@/components/theme/tokens.css'
import { afterEach, expect, it } from 'vitest'
import { drawPoints, type Point } from '@/components/explore/drawPoints.ts'
import { confusionDrawing } from '@/components/run/confusionDrawing.ts'
import { drawingFile } from './drawingFile.ts'
import { drawLines, type ParallelLine } from './parallel/drawLines.ts'
import { newDrawing, type Pen, SvgPen } from './svgPen.ts'

const SIZE = { width: 300, height: 120 }
const LOOK = { ...SIZE, ramp: ['#88c', '#44a', '#006'], faded: '#bbb', marked: '#e60', axis: '#777', ground: '#fff' }

afterEach(() => document.body.replaceChildren())

function canvasOf(draw: (pen: Pen) => void): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, SIZE)
  const context = canvas.getContext('2d')!
  draw(context)
  return context
}

/** Share of the pixels that either has drawn on which the two differ by more than the edges of marks do. */
async function unlike(draw: (pen: Pen) => void): Promise<number> {
  const drawing = newDrawing(SIZE.width, SIZE.height)
  draw(new SvgPen(drawing))
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`
  await image.decode()
  const pixels = (context: CanvasRenderingContext2D) => context.getImageData(0, 0, SIZE.width, SIZE.height).data
  const [a, b] = [
    pixels(canvasOf(draw)),
    pixels(canvasOf((pen) => (pen as CanvasRenderingContext2D).drawImage(image, 0, 0))),
  ]
  let drawn = 0
  let other = 0
  for (let i = 3; i < a.length; i += 4) {
    if (a[i]! === 0 && b[i]! === 0) continue
    drawn++
    if (Math.abs(a[i]! - b[i]!) > 64 || (a[i]! > 200 && Math.abs(a[i - 1]! - b[i - 1]!) > 64)) other++
  }
  expect(drawn).toBeGreaterThan(300)
  return other / drawn
}

it('the same code draws the same lines on a canvas and in a file', async () => {
  const lines: readonly ParallelLine[] = [
    { id: 'a', at: [0.1, 0.9, 0.4], shade: 0.2 },
    { id: 'b', at: [0.6, undefined, 0.8], shade: 0.9 },
    { id: 'c', at: [0.3, 0.2, 0.7], shade: 0.5, isDashed: true },
    { id: 'd', at: [1, 0.5, 0], shade: 1, isMarked: true },
  ]
  expect(await unlike((pen) => drawLines(pen, 3, lines, new Set(['a', 'b', 'd']), LOOK))).toBeLessThan(0.02)
})

it('the same code draws the same points on a canvas and in a file', async () => {
  const points: readonly Point[] = [
    { id: 'a', x: 0.1, y: 0.9, shade: 0.2 },
    { id: 'b', x: 0.6, y: 0.4, shade: 0.9 },
    { id: 'c', x: 0.9, y: 0.1, shade: undefined },
  ]
  expect(await unlike((pen) => drawPoints(pen, points, new Set(['a', 'b']), LOOK))).toBeLessThan(0.02)
})

it('a drawing that was never on the page is saved with its colours and sizes, and leaves nothing there', async () => {
  const drawing = confusionDrawing(
    [
      [9, 1],
      [0, 0],
    ],
    ['kept', 'a name of a class that is longer than its cell is'],
    [0, 1],
    false,
  )
  const file = await (await drawingFile(drawing, { title: 'Confusion matrix', sentence: '9 of 10 rows right.' })).text()
  expect(document.body.childElementCount).toBe(0)
  const root = new DOMParser().parseFromString(file, 'image/svg+xml').documentElement
  expect(root.outerHTML).not.toMatch(/var\(|NaN/)
  const texts = [...root.querySelectorAll('svg text')].map(({ textContent }) => textContent)
  expect(texts).toEqual(expect.arrayContaining(['kept', '9', '90%', '1', '10%', '0']))
  // 90% of a row have 90% of the strongest shade, three tenths.
  const cells = [...root.querySelectorAll<SVGRectElement>('svg svg rect')]
  expect(cells.map(({ style }) => Number(style.fillOpacity).toFixed(2))).toEqual(['0.27', '0.03', '0.00', '0.00'])
  expect(cells[0]!.style.fill).toBe('rgb(4, 99, 114)')
  expect(Number(root.getAttribute('width'))).toBe(150 + 2 * 96 + 2 * 24)
})
