/**
 * The page's `@font-face` rules for the families of a stack that have characters of a text, each with its file in itself, so
 * that a drawing has its letters wherever it is opened. A family that only the machine has gives none, nor does a character of
 * no file: those are drawn by what comes next in the stack. Rejects where a file cannot be read.
 */
export async function fontFaces(stack: string, text: string): Promise<string> {
  const families = new Set(stack.split(',').map(unquoted))
  const codes = new Set(Array.from(text, (character) => character.codePointAt(0)!))
  const wanted = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) =>
      rule instanceof CSSFontFaceRule &&
      families.has(unquoted(rule.style.getPropertyValue('font-family'))) &&
      hasSome(rule.style.getPropertyValue('unicode-range'), codes)
        ? [{ rule, base: sheet.href ?? document.baseURI }]
        : [],
    ),
  )
  const faces = await Promise.all(wanted.map(({ rule, base }) => embedded(rule, base)))
  return faces.join('\n')
}

function unquoted(family: string): string {
  return family.trim().replace(/^(["'])(.*)\1$/, '$2')
}

/** Whether a range as CSS writes it, `U+0-FF, U+131`, has one of some characters; no range has all. */
function hasSome(range: string, codes: ReadonlySet<number>): boolean {
  if (range === '') return true
  return range.split(',').some((part) => {
    const [from, to = from] = part.trim().replace(/^U\+/i, '').split('-')
    const [low, high] = [Number.parseInt(from!, 16), Number.parseInt(to!, 16)]
    return [...codes].some((code) => code >= low && code <= high)
  })
}

async function embedded({ style }: CSSFontFaceRule, base: string): Promise<string> {
  const url = /url\((["']?)(.*?)\1\)/.exec(style.getPropertyValue('src'))?.[2]
  if (url === undefined) return ''
  const file = await fetch(new URL(url, base))
  if (!file.ok) throw new Error(`The font file answered ${file.status}.`)
  const kept = ['font-family', 'font-style', 'font-weight', 'unicode-range']
    .map((name) => `${name}:${style.getPropertyValue(name)}`)
    .join(';')
  return `@font-face{${kept};src:url(${await dataUrl(await file.blob())}) format('woff2')}`
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.onerror = () => reject(reader.error ?? new Error('The font file could not be read.'))
    reader.readAsDataURL(file)
  })
}
