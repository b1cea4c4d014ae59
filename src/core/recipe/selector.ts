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

/** The step with its selector worked out among the columns that it finds: those of a type it can use, in their order. */
export function resolveStep<S extends Step>(step: S, heads: readonly ColumnHead[]): S {
  const { select, ...rest } = step
  if (!select) return step
  const { accepts } = infoOf(step)
  const meant = selectColumns(
    select,
    heads.filter(({ type }) => accepts(type)),
  ).map(({ name }) => name)
  return { ...rest, columns: [...new Set([...step.columns, ...meant])] } as unknown as S
}

/** "every number", "every category or text but city", "every column whose name has “rate”". */
export function describeSelector({ types, roles, name, except = [] }: Selector): string {
  const what = [
    types ? types.join(' or ') : 'column',
    roles && `that is ${roles.map((role) => (role === 'feature' ? 'learned from' : `a ${role}`)).join(' or ')}`,
    name !== undefined && name !== '' && `whose name has “${name}”`,
    except.length > 0 && `but ${except.join(', ')}`,
  ]
  return `every ${what.filter(Boolean).join(' ')}`
}
