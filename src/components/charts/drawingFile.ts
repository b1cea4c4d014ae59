/** Room above a saved drawing for its title and its sentence, and around it. */
const HEAD = 48
const MARGIN = 16
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
  'text-anchor',
]

/** What is written above a saved drawing. */
export interface Caption {
  readonly title: string
  readonly sentence: string
}

/** A drawing of the page as a file that stands alone: colours as they are now, a ground, and its title and sentence. */
export function drawingFile(drawing: SVGSVGElement, { title, sentence }: Caption): Blob {
  const { file } = standAlone(drawing, title, sentence)
  return new Blob([new XMLSerializer().serializeToString(file)], { type: 'image/svg+xml' })
}

/** The same as pixels, two for each of the page. Rejects where the browser cannot draw it. */
export async function pictureFile(drawing: SVGSVGElement, { title, sentence }: Caption): Promise<Blob> {
  const { file, width, height } = standAlone(drawing, title, sentence)
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

function standAlone(drawing: SVGSVGElement, title: string, sentence: string) {
  const { width, height } = drawing.getBoundingClientRect()
  const copy = drawing.cloneNode(true) as SVGSVGElement
  inline(drawing, copy)
  const page = getComputedStyle(drawing)
  const colour = (token: string) => page.getPropertyValue(token).trim()
  const file = document.createElementNS(NAMESPACE, 'svg')
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(height + HEAD + 2 * MARGIN) }
  file.setAttribute('xmlns', NAMESPACE)
  file.setAttribute('width', String(size.width))
  file.setAttribute('height', String(size.height))
  file.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`)
  file.setAttribute('font-family', page.getPropertyValue('--font-ui').trim())
  file.append(
    element('title', {}, `${title}. ${sentence}`),
    element('rect', { width: '100%', height: '100%', fill: colour('--surface-1') }),
    element(
      'text',
      { x: MARGIN, y: MARGIN + 12, 'font-size': 13, 'font-weight': 600, fill: colour('--text-1') },
      title,
    ),
    element('text', { x: MARGIN, y: MARGIN + 32, 'font-size': 12, fill: colour('--text-2') }, sentence),
  )
  copy.setAttribute('x', String(MARGIN))
  copy.setAttribute('y', String(MARGIN + HEAD))
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  file.append(copy)
  return { file, ...size }
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
  for (const [index, child] of [...from.children].entries()) inline(child, to.children[index]!)
}
