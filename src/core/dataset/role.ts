import type { ColumnType } from './column.ts'

/**
 * What part a column plays in a question, beside the target:
 * - `feature`: learned from. What a column is unless somebody says otherwise.
 * - `identifier`, `time`, `group`: at hand for the steps of a recipe (a lag needs its time and its group), not learned from.
 * - `later`: not known when a prediction is wanted. Neither steps nor learner ever see it.
 */
export const ROLES = ['feature', 'identifier', 'time', 'group', 'later'] as const
export type Role = (typeof ROLES)[number]

/** Roles by column; those that are not named are features. */
export type Roles = Readonly<Record<string, Role>>

/** A column's role. Only a record's own keys count: a column may be called `constructor`. */
export function roleOf(roles: Roles | undefined, column: string): Role {
  return (roles && Object.hasOwn(roles, column) && roles[column]) || 'feature'
}

/** The roles of columns that were given other names, place by place: a column keeps its part under its new name. */
export function renameRoles(roles: Roles, columns: readonly string[], to: readonly string[]): Roles {
  const others = Object.entries(roles).filter(([name]) => !columns.includes(name))
  const renamed = columns.map((name, i) => [to[i] ?? name, roleOf(roles, name)] as const)
  return Object.fromEntries([...others, ...renamed.filter(([, role]) => role !== 'feature')])
}

/** Columns without their values, with the roles that are not the usual one. */
export function headsOf<T extends { readonly name: string; readonly type: ColumnType }>(
  columns: readonly T[],
  roles: Roles | undefined,
): { readonly name: string; readonly type: ColumnType; readonly role?: Role }[] {
  return columns.map(({ name, type }) => {
    const role = roleOf(roles, name)
    return { name, type, ...(role !== 'feature' && { role }) }
  })
}

/** The columns that a preparation may use: all but the target and those that are only known later. */
export function inputsOf<C extends { readonly name: string }>(
  columns: readonly C[],
  target: string | undefined,
  roles: Roles | undefined,
): readonly C[] {
  return columns.filter(({ name }) => name !== target && roleOf(roles, name) !== 'later')
}

/** {@link headsOf} the {@link inputsOf} a question. */
export function inputHeads<T extends { readonly name: string; readonly type: ColumnType }>(
  columns: readonly T[],
  target: string | undefined,
  roles: Roles | undefined,
) {
  return headsOf(inputsOf(columns, target, roles), roles)
}

/** Of prepared columns those that are learned from. */
export function featuresOf<C extends { readonly name: string }>(
  columns: readonly C[],
  roles: Roles | undefined,
): readonly C[] {
  return columns.filter(({ name }) => roleOf(roles, name) === 'feature')
}
