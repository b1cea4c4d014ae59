const NAMESPACE = 'http://www.w3.org/2000/svg'

/** What the drawings of canvases use, so that one and the same code can draw a canvas and a file. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'setLineDash'
  | 'clearRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'fillRect'
  | 'stroke'
  | 'fill'
>

/** An element of a drawing. An attribute may name a colour of the theme as `var(--…)`. */
export function mark(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const made = document.createElementNS(NAMESPACE, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  made.textContent = text
  return made
}

/** A drawing of its own, in CSS pixels, that is not on the page. */
export function newDrawing(width: number, height: number): SVGSVGElement {
  return mark('svg', { width, height, viewBox: `0 0 ${width} ${height}` }) as SVGSVGElement
}

/** A pen whose strokes become elements of a drawing. Arcs are whole circles. */
export class SvgPen implements Pen {
  strokeStyle: Pen['strokeStyle'] = '#000'
  fillStyle: Pen['fillStyle'] = '#000'
  lineWidth = 1
  globalAlpha = 1
  readonly #into: SVGElement
  #dash = ''
  #path = ''

  constructor(into: SVGElement) {
    this.#into = into
  }

  setLineDash(segments: Iterable<number>): void {
    this.#dash = [...segments].join(' ')
  }

  clearRect(): void {
    this.#into.replaceChildren()
  }

  beginPath(): void {
    this.#path = ''
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${short(x)} ${short(y)}`
  }

  arc(x: number, y: number, radius: number): void {
    const half = `a${radius} ${radius} 0 1 0`
    this.#path += `M${short(x - radius)} ${short(y)}${half} ${2 * radius} 0${half} ${-2 * radius} 0Z`
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#into.append(
      mark('rect', {
        x: short(x),
        y: short(y),
        width,
        height,
        fill: String(this.fillStyle),
        opacity: this.globalAlpha,
      }),
    )
  }

  stroke(): void {
    if (this.#path === '') return
    this.#into.append(
      mark('path', {
        d: this.#path,
        fill: 'none',
        stroke: String(this.strokeStyle),
        'stroke-width': this.lineWidth,
        'stroke-dasharray': this.#dash || 'none',
        opacity: this.globalAlpha,
      }),
    )
  }

  fill(): void {
    if (this.#path === '') return
    this.#into.append(mark('path', { d: this.#path, fill: String(this.fillStyle), opacity: this.globalAlpha }))
  }
}

/** A hundredth of a pixel is finer than any screen or printer. */
function short(value: number): number {
  return Math.round(value * 100) / 100
}
