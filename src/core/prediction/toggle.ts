import type { Condition } from '../dataset/view.ts'

/** Whether a group of values, by its condition, is among those asked for. */
export function isGroupChosen(conditions: readonly Condition[], group: Condition): boolean {
  const chosen = textsOf(group)
  return conditions.some((each) => {
    if (each.column !== group.column) return false
    const texts = textsOf(each)
    return chosen && texts ? chosen.every((text) => texts.includes(text)) : isSame(each, group)
  })
}

/**
 * The conditions with a group of values taken in, or out where it was in. Texts of one column gather in a list; of ranges the
 * one chosen last stands, since no row lies in two.
 */
export function toggleGroup(conditions: readonly Condition[], group: Condition): readonly Condition[] {
  const { column } = group
  const others = conditions.filter((each) => each.column !== column)
  if (isGroupChosen(conditions, group) && !textsOf(group))
    return conditions.filter((each) => !(each.column === column && isSame(each, group)))
  const held = conditions.filter((each) => each.column === column).flatMap((each) => textsOf(each) ?? [])
  const wanted = textsOf(group)
  if (!wanted) return [...others, group]
  const texts = isGroupChosen(conditions, group)
    ? held.filter((text) => !wanted.includes(text))
    : [...new Set([...held, ...wanted])]
  if (texts.length === 0) return others
  return [...others, texts.length === 1 ? { column, word: 'is', text: texts[0]! } : { column, word: 'oneOf', texts }]
}

/** The texts that a condition asks for, where it is such a one. */
function textsOf(condition: Condition): readonly string[] | undefined {
  if (condition.word === 'oneOf') return condition.texts
  return condition.word === 'is' ? [condition.text] : undefined
}

function isSame(a: Condition, b: Condition): boolean {
  const sorted = (condition: Condition) => JSON.stringify(Object.entries(condition).toSorted())
  return sorted(a) === sorted(b)
}
