import type { Selector, Step } from './recipe.ts'
import { infoOf } from './step.ts'
import type { ColumnHead } from './steps/info.ts'

/** The columns that a selector means among these. */
export function selectColumns(
  { types, roles, name, except = [] }: Selector,
  heads: readonly ColumnHead[],
): readonly ColumnHead[] {
  const within = name?.toLowerCase()
  return heads.filter(
    (head) =>
      (!types || types.includes(head.type)) &&
      (!roles || roles.includes(head.role ?? 'feature')) &&
      (within === undefined || head.name.toLowerCase().includes(within)) &&
      !except.includes(head.name),
  )
}

/**
 * The step with its selector worked out among the columns that it finds: those of a type it can use, in their order.
 * Columns that are only announced have no names yet; they are found once the rows are there.
 */
export function resolveStep<S extends Step>(step: S, heads: readonly ColumnHead[]): S {
  const { select, ...rest } = step
  if (!select) return step
  const { accepts } = infoOf(step)
  const meant = selectColumns(
    select,
    heads.filter(({ type, open }) => !open && accepts(type)),
  ).map(({ name }) => name)
  return { ...rest, columns: [...new Set([...step.columns, ...meant])] } as unknown as S
}
