import '@fontsource-variable/geist'
import { afterEach, expect, it } from 'vitest'
import { drawingFile, pictureFile } from './drawingFile.ts'

const NAMESPACE = 'http://www.w3.org/2000/svg'
const caption = {
  title: 'ROC curve, share found',
  sentence: 'AUC .9: a sentence that is longer than the drawing is wide.',
}

afterEach(() => document.body.replaceChildren())

function draw(font = 'sans-serif'): SVGSVGElement {
  document.body.innerHTML = `<div style="--line: rgb(1, 2, 3); --surface-1: rgb(250, 250, 250); --text-1: black; --text-2: black; --font-ui: ${font}">
    <style>.tick { fill: rgb(9, 8, 7) }</style>
    <svg xmlns="${NAMESPACE}" width="200" height="100"><path d="M0 0H100" stroke="var(--line)"/><text class="tick">.5</text></svg>
  </div>`
  return document.body.querySelector('svg')!
}

it('a saved drawing stands alone: colours as they are, no class, its title and its sentence in lines', async () => {
  const file = await drawingFile(draw(), caption)
  expect(file.type).toBe('image/svg+xml')
  const root = new DOMParser().parseFromString(await file.text(), 'image/svg+xml').documentElement
  expect(root.outerHTML).not.toMatch(/var\(|class=/)
  expect(root.querySelector('path')!.style.stroke).toBe('rgb(1, 2, 3)')
  const texts = [...root.querySelectorAll('text')]
  expect(texts.at(-1)!.style.fill).toBe('rgb(9, 8, 7)')
  expect(
    texts
      .slice(0, -1)
      .map(({ textContent }) => textContent)
      .join(' '),
  ).toBe(`${caption.title} ${caption.sentence}`)
  expect(texts.length).toBeGreaterThan(3)
  expect(root.querySelector('rect')!.getAttribute('fill')).toBe('rgb(250, 250, 250)')
})

it('a saved picture has two pixels for each of the drawing', async () => {
  const root = new DOMParser().parseFromString(
    await (await drawingFile(draw(), caption)).text(),
    'image/svg+xml',
  ).documentElement
  const picture = await pictureFile(draw(), caption)
  expect(picture.type).toBe('image/png')
  const bitmap = await createImageBitmap(picture)
  expect([bitmap.width, bitmap.height]).toEqual([
    2 * Number(root.getAttribute('width')),
    2 * Number(root.getAttribute('height')),
  ])
})

it('a saved drawing has the files of its font that have its letters, and none that it does not need', async () => {
  const facesOf = async (font: string, title: string) =>
    [...(await (await drawingFile(draw(font), { ...caption, title })).text()).matchAll(/@font-face\{[^}]*\}/g)].map(
      ([face]) => face,
    )
  const [latin, ...others] = await facesOf("'Geist Variable', sans-serif", 'ROC curve')
  expect(others).toEqual([])
  expect(latin).toMatch(
    /font-family:"?Geist Variable"?;.*font-weight:100 900;.*src:url\(data:font\/woff2;base64,d09GMg/,
  )
  expect(await facesOf("'Geist Variable', sans-serif", 'Кривая')).toHaveLength(2)
  expect(await facesOf('sans-serif', 'ROC curve')).toEqual([])
})

it('a saved picture is drawn in that font', async () => {
  // Geist is told from what comes after it by the width of its words.
  const words = 'filling in little'
  const font = "'Geist Variable', monospace"
  await document.fonts.load(`600 12px ${font}`)
  const measure = document.createElement('canvas').getContext('2d')!
  const widthIn = (family: string) => {
    measure.font = `600 12px ${family}`
    return measure.measureText(words).width
  }
  expect(Math.abs(widthIn(font) - widthIn('monospace'))).toBeGreaterThan(20)
  const bitmap = await createImageBitmap(await pictureFile(draw(font), { title: words, sentence: '' }))
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  // The lines of the title: two pixels for each of the page, below the margin.
  const { data, width } = context.getImageData(0, 2 * 26, bitmap.width, 2 * 12)
  const inked = Array.from({ length: data.length / 4 }, (_, i) => i).filter((i) => data[4 * i]! < 128)
  const xs = inked.map((i) => (i % width) / 2)
  expect(Math.abs(Math.max(...xs) - 24 - widthIn(font))).toBeLessThan(2)
})
