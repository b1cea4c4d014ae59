import { fontFaces } from './fontFaces.ts'
import { mark, newDrawing } from './svgPen.ts'

/** Room around a saved drawing, and for each line above it. */
const MARGIN = 24
const LINE = 18
/** Mean width of a character of the words above it, generously, since there are letters that the font does not have. */
const CHARACTER = 7.2
/** Pixels of a picture for each of the page. */
const SCALE = 2

/** What the look of a mark hangs on; everything else about it are attributes already. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'visibility',
  'font-family',
  'font-size',
  'font-weight',
  'font-feature-settings',
  'text-anchor',
]

/** What is written above a saved drawing. */
export interface Caption {
  readonly title: string
  readonly sentence: string
}

/**
 * A drawing, of the page or made for the file, as a file that stands alone: colours as they are now, its font within it, a
 * ground, and its title and sentence. Rejects where the font's file cannot be read.
 */
export async function drawingFile(drawing: SVGSVGElement, { title, sentence }: Caption): Promise<Blob> {
  const { file } = await standAlone(drawing, title, sentence)
  return new Blob([new XMLSerializer().serializeToString(file)], { type: 'image/svg+xml' })
}

/** The same as pixels, two for each of the page. Rejects where the browser cannot draw it. */
export async function pictureFile(drawing: SVGSVGElement, { title, sentence }: Caption): Promise<Blob> {
  const { file, width, height } = await standAlone(drawing, title, sentence)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(file))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture.'))), 'image/png')
  })
}

async function standAlone(drawing: SVGSVGElement, title: string, sentence: string) {
  const takeOff = drawing.isConnected ? undefined : putOnPage(drawing)
  const { width, height } = drawing.getBoundingClientRect()
  const copy = drawing.cloneNode(true) as SVGSVGElement
  inline(drawing, copy)
  const page = getComputedStyle(drawing)
  const [ground, strong, quiet, font] = ['--surface-1', '--text-1', '--text-2', '--font-ui'].map((token) =>
    page.getPropertyValue(token).trim(),
  ) as [string, string, string, string]
  takeOff?.()
  const most = width / CHARACTER
  const lines = [
    ...wrap(title, most).map((text) => ({ text, 'font-weight': 600, fill: strong })),
    ...wrap(sentence, most).map((text) => ({ text, 'font-weight': 400, fill: quiet })),
  ]
  const head = lines.length * LINE + 8
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(height + head + 2 * MARGIN) }
  const file = newDrawing(size.width, size.height)
  file.setAttribute('font-family', font)
  file.append(
    mark('style', {}, await fontFaces(font, `${title}${sentence}${drawing.textContent}`)),
    mark('title', {}, `${title}. ${sentence}`),
    mark('rect', { width: '100%', height: '100%', fill: ground }),
    ...lines.map(({ text, ...look }, i) =>
      mark('text', { x: MARGIN, y: MARGIN + 12 + i * LINE, 'font-size': 12, ...look }, text),
    ),
  )
  for (const [name, value] of Object.entries({ x: MARGIN, y: MARGIN + head, width, height, overflow: 'visible' }))
    copy.setAttribute(name, String(value))
  file.append(copy)
  return { file, ...size }
}

/** Words in lines of at most so many characters. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Colours and sizes are known of what is on the page only: puts a drawing beside it, unseen. Returns what takes it off again. */
function putOnPage(drawing: SVGSVGElement): () => void {
  const beside = document.createElement('div')
  beside.style.cssText =
    'position: fixed; left: -99999px; font-family: var(--font-ui); font-feature-settings: var(--num)'
  beside.append(drawing)
  document.body.append(beside)
  return () => beside.remove()
}

/** Writes the look of every mark of the page into its copy. */
function inline(from: Element, to: Element): void {
  const look = getComputedStyle(from)
  to.setAttribute('style', PROPERTIES.map((name) => `${name}:${look.getPropertyValue(name)}`).join(';'))
  to.removeAttribute('class')
  for (const { name, value } of [...to.attributes]) if (value.startsWith('var(')) to.removeAttribute(name)
  for (const [index, child] of [...from.children].entries()) inline(child, to.children[index]!)
}
