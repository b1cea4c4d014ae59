import { afterEach, expect, it } from 'vitest'
import { drawingFile, pictureFile } from './drawingFile.ts'

const NAMESPACE = 'http://www.w3.org/2000/svg'
const caption = {
  title: 'ROC curve, share found',
  sentence: 'AUC .9: a sentence that is longer than the drawing is wide.',
}

afterEach(() => document.body.replaceChildren())

function draw(): SVGSVGElement {
  document.body.innerHTML = `<div style="--line: rgb(1, 2, 3); --surface-1: rgb(250, 250, 250); --text-1: black; --text-2: black; --font-ui: sans-serif">
    <style>.tick { fill: rgb(9, 8, 7) }</style>
    <svg xmlns="${NAMESPACE}" width="200" height="100"><path d="M0 0H100" stroke="var(--line)"/><text class="tick">.5</text></svg>
  </div>`
  return document.body.querySelector('svg')!
}

it('a saved drawing stands alone: colours as they are, no class, its title and its sentence in lines', async () => {
  const file = drawingFile(draw(), caption)
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
    await drawingFile(draw(), caption).text(),
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
