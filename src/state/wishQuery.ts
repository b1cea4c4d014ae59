import type { Goal, Limit } from '@/core/whatIf/goal.ts'

/** The answer that a row is to get, within which limits, and whether the way there was asked for. */
interface Wish {
  readonly goal?: Goal | undefined
  readonly limits?: readonly Limit[] | undefined
  readonly isSought?: true | undefined
}

/**
 * As parts of a query: `goal` as `class:Gentoo` or `atLeast:12`, `limit` as often as there are some, as
 * `column:fixed:direction:least:greatest` with what does not hold left blank, `find` where the way there was asked for.
 */
export function formatWish({ goal, limits = [], isSought }: Wish): (readonly [string, string | undefined])[] {
  return [
    ['goal', goal && `${goal.kind}:${goal.kind === 'class' ? goal.name : goal.value}`],
    ...limits.map(
      ({ column, isFixed, direction, min, max }) =>
        ['limit', [encodeURIComponent(column), isFixed ? 'fixed' : '', direction, min, max].join(':')] as const,
    ),
    ['find', isSought && '1'],
  ]
}

/** The inverse of {@link formatWish}; what it cannot read is left out. Throws of a column that is encoded wrongly. */
export function parseWish(params: URLSearchParams): Wish {
  const goal = parseGoal(params.get('goal') ?? '')
  const limits = params.getAll('limit').flatMap(parseLimit)
  return {
    ...(goal && { goal }),
    ...(limits.length > 0 && { limits }),
    ...(params.get('find') === '1' && { isSought: true }),
  }
}

function parseGoal(text: string): Goal | undefined {
  const at = text.indexOf(':')
  const [kind, rest] = [text.slice(0, at), text.slice(at + 1)]
  if (kind === 'class') return { kind, name: rest }
  const value = numberOf(rest)
  return (kind === 'atLeast' || kind === 'atMost') && value !== undefined ? { kind, value } : undefined
}

function parseLimit(text: string): readonly Limit[] {
  const [column = '', fixed, towards, least = '', greatest = ''] = text.split(':')
  const direction = (['up', 'down'] as const).find((each) => each === towards)
  const [min, max] = [numberOf(least), numberOf(greatest)]
  const limit: Omit<Limit, 'column'> = {
    ...(fixed === 'fixed' && { isFixed: true }),
    ...(direction && { direction }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }
  return Object.keys(limit).length > 0 ? [{ column: decodeURIComponent(column), ...limit }] : []
}

function numberOf(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : undefined
}
