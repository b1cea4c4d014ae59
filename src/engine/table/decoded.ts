import type { Column } from '@/core/dataset/column.ts'
import { type Dialect, type Doubt, ISSUES_KEPT } from '@/core/dataset/dataset.ts'
import { REPLACEMENT, windows1252Bytes } from './encoding.ts'
import type { IssueLog, LineIndex } from './issues.ts'

/** Tells of each cell that holds what is written in place of bytes that are no UTF-8. */
export function tellUndecoded(columns: readonly Column[], issues: IssueLog, lines: LineIndex): void {
  for (const { name, data } of columns) {
    if (data.kind !== 'coded') continue
    const isFlawed = data.dictionary.map((text) => text.includes(REPLACEMENT))
    if (!isFlawed.includes(true)) continue
    const first: { line: number; row: number; column: string; raw: string; reason: string }[] = []
    let count = 0
    eachCode(data.chunks, (code, row) => {
      if (!isFlawed[code] || count++ >= ISSUES_KEPT) return
      const raw = data.dictionary[code]!
      first.push({ line: lines.lineOf(row), row, column: name, raw, reason: REASON })
    })
    issues.addMany('undecoded', count, first)
  }
}

const REASON = `Some bytes of the cell are no UTF-8; ${REPLACEMENT} stands for each of them.`

function eachCode(chunks: readonly Int32Array[], tell: (code: number, row: number) => void): void {
  let row = 0
  for (const chunk of chunks) for (let i = 0; i < chunk.length; i++, row++) if (chunk[i]! >= 0) tell(chunk[i]!, row)
}

/** Encodings that are tried for what Windows-1252 makes no words of. */
const OTHERS = ['windows-1251', 'koi8-r', 'windows-1253', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'] as const
/** Texts of a column that are looked at. */
const LOOKED_AT = 1_000
/** Characters of an example, at most and at least. */
const LONGEST = 24
const SHORTEST = 3

/**
 * Whether texts that were read as Windows-1252, since they are not UTF-8, may be in another encoding: where letters beyond
 * ASCII outnumber those of ASCII they are words of no western language.
 */
export function doubtEncoding(columns: readonly Column[]): Doubt[] {
  const found: { readonly name: string; readonly isForeign: readonly boolean[]; readonly column: Column }[] = []
  let example = ''
  for (const column of columns) {
    if (column.data.kind !== 'coded') continue
    const isForeign = column.data.dictionary.slice(0, LOOKED_AT).map(isForeignText)
    if (!isForeign.includes(true)) continue
    found.push({ name: column.name, isForeign, column })
    example ||= column.data.dictionary[isForeign.indexOf(true)]!
  }
  const bytes = windows1252Bytes(example)
  if (found.length === 0 || !bytes) return []
  const cells = found.reduce((sum, { column, isForeign }) => sum + countCells(column, isForeign), 0)
  const readings = OTHERS.flatMap((encoding) => {
    const text = decoded(bytes, encoding)
    return text === undefined ? [] : [{ encoding, text: shorten(text) }]
  })
  return [{ kind: 'encoding', example: shorten(example), readings, cells, columns: found.map(({ name }) => name) }]
}

function isForeignText(text: string): boolean {
  let [ascii, letters, beyond] = [0, 0, 0]
  for (const character of text) {
    const isLetter = /\p{L}/u.test(character)
    if (character.charCodeAt(0) <= 127) ascii += Number(isLetter)
    else {
      beyond++
      letters += Number(isLetter)
    }
  }
  return beyond >= SHORTEST && letters > ascii
}

function countCells({ data }: Column, isForeign: readonly boolean[]): number {
  let cells = 0
  if (data.kind === 'coded')
    eachCode(data.chunks, (code) => {
      if (isForeign[code]) cells++
    })
  return cells
}

/** What bytes say in an encoding; undefined where they cannot be in it, or say what nobody writes. */
function decoded(bytes: Uint8Array<ArrayBuffer>, encoding: Dialect['encoding']): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return /[^\p{L}\p{M}\p{N}\p{P}\p{Zs}]/u.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

function shorten(text: string): string {
  const characters = [...text]
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : text
}
