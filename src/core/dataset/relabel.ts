import type { Column } from './column.ts'

/** A column of texts with some of them written otherwise; those that become alike are one. Numbers stay as they are. */
export function relabelColumn(column: Column, labels: Readonly<Record<string, string>>): Column {
  const { data } = column
  if (data.kind === 'numeric') return column
  const codeOf = new Map<string, number>()
  const codes = data.dictionary.map((text) => {
    const label = Object.hasOwn(labels, text) ? labels[text]! : text
    const code = codeOf.get(label) ?? codeOf.size
    codeOf.set(label, code)
    return code
  })
  const chunks = data.chunks.map((chunk) => chunk.map((code) => (code < 0 ? -1 : codes[code]!)))
  return { ...column, data: { kind: 'coded', chunks, dictionary: [...codeOf.keys()] } }
}
