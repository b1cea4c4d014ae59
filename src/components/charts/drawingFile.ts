import { fontFaces } from './fontFaces.ts'

/** Room around a saved drawing, and for each line above it. */
const MARGIN = 24
const LINE = 18
/** Mean width of a character of the words above it, generously, since there are letters that the font does not have. */
const CHARACTER = 7.2
/** Pixels of a picture for each of the page. */
const SCALE = 2

const NAMESPACE = 'http://www.w3.org/2000/svg'

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
 * A drawing of the page as a file that stands alone: colours as they are now, its font within it, a ground, and its title and
 * sentence. Rejects where the font's file cannot be read.
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
  const { width, height } = drawing.getBoundingClientRect()
  const copy = drawing.cloneNode(true) as SVGSVGElement
  inline(drawing, copy)
  const page = getComputedStyle(drawing)
  const colour = (token: string) => page.getPropertyValue(token).trim()
  const most = width / CHARACTER
  const lines = [
    ...wrap(title, most).map((text) => ({ text, 'font-weight': 600, fill: colour('--text-1') })),
    ...wrap(sentence, most).map((text) => ({ text, 'font-weight': 400, fill: colour('--text-2') })),
  ]
  const head = lines.length * LINE + 8
  const file = document.createElementNS(NAMESPACE, 'svg')
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(height + head + 2 * MARGIN) }
  file.setAttribute('xmlns', NAMESPACE)
  file.setAttribute('width', String(size.width))
  file.setAttribute('height', String(size.height))
  file.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`)
  const font = page.getPropertyValue('--font-ui').trim()
  file.setAttribute('font-family', font)
  file.append(
    element('style', {}, await fontFaces(font, `${title}${sentence}${drawing.textContent}`)),
    element('title', {}, `${title}. ${sentence}`),
    element('rect', { width: '100%', height: '100%', fill: colour('--surface-1') }),
    ...lines.map(({ text, ...look }, i) =>
      element('text', { x: MARGIN, y: MARGIN + 12 + i * LINE, 'font-size': 12, ...look }, text),
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

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const made = document.createElementNS(NAMESPACE, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  made.textContent = text
  return made
}

/** Writes the look of every mark of the page into its copy. */
function inline(from: Element, to: Element): void {
  const look = getComputedStyle(from)
  to.setAttribute('style', PROPERTIES.map((name) => `${name}:${look.getPropertyValue(name)}`).join(';'))
  to.removeAttribute('class')
  for (const { name, value } of [...to.attributes]) if (value.startsWith('var(')) to.removeAttribute(name)
  for (const [index, child] of [...from.children].entries()) inline(child, to.children[index]!)
}
