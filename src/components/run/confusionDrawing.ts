import { mark, newDrawing } from '@/components/charts/svgPen.ts'
import { formatCount, formatShare } from '@/core/format/format.ts'
import { type Confusion, total } from '@/core/metrics/confusion.ts'

/** Of the names at the left and above, in CSS pixels. */
const NAMES = { width: 150, height: 28 }
/** Mean width of a character at the size of the names. */
const CHARACTER = 6.6
/** Strongest share of a colour that leaves text on it its contrast. */
const STRONGEST = 0.3

/** The matrix as a drawing to be saved: rows are what a row is, columns what it was called. */
export function confusionDrawing(
  confusion: Confusion,
  classes: readonly string[],
  places: readonly number[],
  isDense: boolean,
): SVGSVGElement {
  const cell = isDense ? { width: 60, height: 26 } : { width: 96, height: 44 }
  const drawing = newDrawing(NAMES.width + places.length * cell.width, NAMES.height + places.length * cell.height)
  const write = (x: number, y: number, text: string, look: Readonly<Record<string, string | number>>) =>
    drawing.append(mark('text', { x, y, dy: '.35em', 'font-size': 12, ...look }, text))
  places.forEach((actual, down) => {
    const line = confusion[actual]!
    const rows = total(line)
    const y = NAMES.height + down * cell.height
    const name = shorten(classes[actual]!, NAMES.width - 12)
    write(NAMES.width - 12, y + cell.height / 2, name, { 'text-anchor': 'end', fill: 'var(--text-2)' })
    places.forEach((predicted, across) => {
      const x = NAMES.width + across * cell.width
      const count = line[predicted]!
      const share = rows > 0 ? count / rows : 0
      const isShareWritten = count > 0 && !isDense
      drawing.append(
        mark('rect', {
          x,
          y,
          width: cell.width - 1,
          height: cell.height - 1,
          fill: `var(--${actual === predicted ? 'accent' : 'bad'})`,
          'fill-opacity': STRONGEST * share,
        }),
      )
      const [right, middle] = [x + cell.width - 10, y + cell.height / 2]
      write(right, middle - (isShareWritten ? 8 : 0), formatCount(count), {
        'text-anchor': 'end',
        'font-weight': 560,
        fill: 'var(--text-1)',
      })
      if (isShareWritten) write(right, middle + 8, formatShare(share), { 'text-anchor': 'end', fill: 'var(--text-2)' })
    })
  })
  places.forEach((predicted, across) => {
    const right = NAMES.width + (across + 1) * cell.width - 10
    write(right, NAMES.height / 2, shorten(classes[predicted]!, cell.width - 10), {
      'text-anchor': 'end',
      fill: 'var(--text-2)',
    })
  })
  return drawing
}

function shorten(name: string, width: number): string {
  const most = Math.floor(width / CHARACTER)
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`
}
