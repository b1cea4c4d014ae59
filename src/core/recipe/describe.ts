import { COLUMN_TYPES } from '../dataset/column.ts'
import type { Role } from '../dataset/role.ts'
import type { Selector, Step } from './recipe.ts'
import { infoOf, isPerColumn } from './step.ts'
import type { AnyStepInfo } from './steps/info.ts'

/** Names that stand in a phrase before a selector; more are counted. */
const NAMED = 3

const ROLE_PHRASES: Readonly<Record<Role, string>> = {
  feature: 'learned from',
  identifier: 'an identifier',
  time: 'a time',
  group: 'a group',
  later: 'known later',
}

/** "every number", "every category or text but city", "every column of numbers whose name has “rate”". */
function describeSelector({ types, roles, name, except = [] }: Selector, { accepts, takes }: AnyStepInfo): string {
  const any = COLUMN_TYPES.every(accepts) ? 'column' : `column of ${takes}`
  const what = [
    types ? types.join(' or ') : any,
    roles && `that is ${roles.map((role) => ROLE_PHRASES[role]).join(' or ')}`,
    name !== undefined && name !== '' && `whose name has “${name}”`,
    except.length > 0 && `but ${except.join(', ')}`,
  ]
  return `every ${what.filter(Boolean).join(' ')}`
}

/** What a step does, in a phrase: "Fill missing age and every integer with the median". */
export function describeStep(step: Step): string {
  const { select, columns } = step
  const info = infoOf(step)
  const { describe } = info
  // A setting for each column would be counted wrongly.
  if (!select || isPerColumn(step)) return describe(step)
  const named =
    columns.length > NAMED ? [...columns.slice(0, NAMED - 1), `${columns.length - NAMED + 1} more`] : columns
  return describe({ ...step, columns: [...named, describeSelector(select, info)] })
}
