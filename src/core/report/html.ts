/** Text that is markup already; everything else is escaped before it becomes part of it. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | string | number | undefined | false | readonly Piece[]

/**
 * Markup from a template. What is put in is text and stays text, in attributes too (which must stand in double quotes),
 * unless it is markup itself; lists are joined, `undefined` and `false` are nothing.
 */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: strings.reduce((text, string, i) => text + write(pieces[i - 1]) + string) }
}

function write(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return escapeText(String(piece))
  if ('markup' in piece) return piece.markup
  return piece.map(write).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}
