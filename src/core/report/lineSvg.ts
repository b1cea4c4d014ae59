import { linePath } from '../chart/path.ts'
import { isDrawable, lastPoint, type Reference, type Series, valueAt, xAxisOf, yAxisOf } from '../chart/series.ts'
import { spreadLabels } from '../chart/spread.ts'
import { formatNumber, formatTick } from '../format/format.ts'
import { html, type Markup } from './html.ts'

/** Curves by training, as the page draws them. */
export interface LineDrawing {
  readonly title: string
  readonly note?: string | undefined
  /** What it shows, in a sentence: its accessible name. */
  readonly verdict: string
  readonly series: readonly Series[]
  readonly references?: readonly Reference[] | undefined
  /** What `x` counts: "Epoch". */
  readonly xName: string
  readonly logY?: boolean | undefined
  readonly formatValue: (value: number) => string
}

const WIDTH = 720
const HEIGHT = 300
const TOP = 8
const BOTTOM = 28
/** The mean width of a character of the 11 and 12 px that labels have, with some room. */
const CHARACTER = 6.8
const LABEL_GAP = 15
/** Of the name at the end of a line; the table has all of it. */
const LONGEST = 28
/** Rows of the table beside a chart, about. */
const TABLE_ROWS = 20

/** The chart as inline SVG, its colours by CSS variables, with the values that it was drawn from as a table to unfold. */
export function lineFigure(drawing: LineDrawing): Markup {
  return html`<figure>
<figcaption><b>${drawing.title}</b> ${drawing.note}</figcaption>
${lineSvg(drawing)}
<details><summary>Show as table<span class="hidden">: ${drawing.title}</span></summary>${valueTable(drawing)}</details>
</figure>`
}

function lineSvg({ verdict, series, references = [], logY = false, formatValue }: LineDrawing): Markup {
  const xs = series.flatMap(({ points }) => [points[0]?.x ?? 0, points.at(-1)?.x ?? 0])
  const x = xAxisOf({ series }, Math.min(...xs), Math.max(...xs))
  const y = yAxisOf({ series, references, logY })
  const leadingZero = !formatValue(0.5).startsWith('.')
  const yTexts = y.ticks.map((tick) => formatTick(tick, y.step, leadingZero))
  const labels = [
    ...series.flatMap((line) => {
      const end = line.isFaint ? undefined : lastPoint(line)
      return end && isDrawable(end.y, logY) ? [{ ...end, text: `${formatValue(end.y)} ${cut(line.label)}` }] : []
    }),
    ...references
      .filter((line) => isDrawable(line.y, logY))
      .map((line) => ({ x: x.max, y: line.y, text: `${cut(line.label)} ${formatValue(line.y)}` })),
  ]
  const left = Math.max(...yTexts.map(({ length }) => length)) * CHARACTER + 8
  const right = WIDTH - Math.max(0, ...labels.map(({ text }) => text.length)) * CHARACTER - 12
  const scale = logY ? Math.log : (value: number) => value
  const toX = (value: number) => left + ((value - x.min) / (x.max - x.min)) * (right - left)
  const toY = (value: number) =>
    HEIGHT - BOTTOM - ((scale(value) - scale(y.min)) / (scale(y.max) - scale(y.min))) * (HEIGHT - BOTTOM - TOP)
  const places = spreadLabels(
    labels.map((label) => ({ left: toX(label.x), right: WIDTH, y: toY(label.y) })),
    LABEL_GAP,
    TOP,
    HEIGHT - BOTTOM,
  )
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${verdict}">
${y.ticks.map(
  (tick, i) => html`<path d="M${round(left)} ${round(toY(tick))}H${round(right)}" stroke="var(--grid)"/>
<text x="${round(left - 6)}" y="${round(toY(tick) + 4)}" text-anchor="end">${yTexts[i]}</text>`,
)}
<path d="M${round(left)} ${HEIGHT - BOTTOM}H${round(right)}" stroke="var(--line-3)"/>
${x.ticks.map(
  (tick) =>
    html`<text x="${round(toX(tick))}" y="${HEIGHT - 10}" text-anchor="middle">${formatTick(tick, x.step, leadingZero)}</text>`,
)}
${references
  .filter((line) => isDrawable(line.y, logY))
  .map(
    (line) =>
      html`<path d="M${round(left)} ${round(toY(line.y))}H${round(right)}" stroke="${line.colour}" stroke-dasharray="2 3"/>`,
  )}
${series.map(
  (line) =>
    html`<path d="${linePath(line, toX, toY, logY)}" fill="none" stroke="${line.colour}" stroke-width="${line.isFaint ? 1 : 2}"${line.isFaint && html` stroke-opacity=".35"`}${line.dashed && html` stroke-dasharray="6 3"`} stroke-linejoin="round" stroke-linecap="round"/>`,
)}
${labels.map((label, i) => html`<text class="end" x="${round(toX(label.x) + 8)}" y="${round(places[i]! + 4)}">${label.text}</text>`)}
</svg>`
}

function cut(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function valueTable({ title, xName, series, references = [], formatValue }: LineDrawing): Markup {
  const all = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b)
  const every = Math.ceil(all.length / TABLE_ROWS)
  const shown = all.filter((_, i) => i % every === 0 || i === all.length - 1)
  const named = series.filter(({ isFaint }) => !isFaint)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}, as a table"><table>
<thead><tr><th scope="col" class="n">${xName}</th>${[...named, ...references].map(({ label }) => html`<th scope="col" class="n">${label}</th>`)}</tr></thead>
<tbody>${shown.map(
    (x) => html`<tr><th scope="row" class="n">${formatNumber(x)}</th>${named.map((line) => {
      const y = valueAt(line, x)
      return html`<td class="n">${y !== null && Number.isFinite(y) && formatValue(y)}</td>`
    })}${references.map(({ y }) => html`<td class="n">${formatValue(y)}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}
