import type { ColumnType } from '../../dataset/column.ts'
import { type ColumnHead, findHead } from './info.ts'
import type { LookBack } from './past.ts'

// What the steps that look back in time share of their forms.

function isInTime(type: ColumnType): boolean {
  return type === 'datetime' || type === 'number' || type === 'integer'
}

export const lookBackFields = [
  { key: 'by', field: 'column', label: 'In the order of', accepts: isInTime },
  {
    key: 'group',
    field: 'column',
    label: 'Within the same',
    accepts: () => true,
    isOptional: true,
    help: 'Without a group, every row looks back on all training rows.',
  },
] as const

/** In the order of the first dates, where there are any. */
export function startLookBack(columns: readonly ColumnHead[], heads: readonly ColumnHead[]): LookBack {
  const dates = heads.find(({ type }) => type === 'datetime')
  return { columns: columns.map(({ name }) => name), by: dates?.name ?? '' }
}

/** The columns that say whose past it is. */
export function lookBackReads({ by, group }: LookBack): string[] {
  return group === undefined ? [by] : [by, group]
}

export function sayGroup({ group }: LookBack): string {
  return group === undefined ? '' : ` within the same ${group}`
}

export function lookBackProblems({ by, group }: LookBack, heads: readonly ColumnHead[]): string[] {
  const time = findHead(heads, by)
  return [
    ...(by === '' ? ['choose the column of the order in time'] : []),
    ...(time && !isInTime(time.type) ? [`“${by}” is ${time.type}, which has no order in time`] : []),
    ...(group !== undefined && group === by ? ['the group and the order in time are one column'] : []),
  ]
}
