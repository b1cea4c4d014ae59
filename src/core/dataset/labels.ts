const collator = new Intl.Collator('en', { numeric: true })

/** Numbers written as text by value and before other text; text as a reader orders it: class 2 before class 10. */
export function compareLabels(a: string, b: string): number {
  const [x, y] = [asNumber(a), asNumber(b)]
  if (x !== y && (x !== undefined || y !== undefined)) return (x ?? Infinity) < (y ?? Infinity) ? -1 : 1
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
}

function asNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : undefined
}
