import { formatDate, formatShare, formatUnits } from '../format/format.ts'
import type { ColumnProfile, TimesProfile } from '../profile/columnProfile.ts'
import { findInNumbers } from './findInNumbers.ts'
import { findInValues } from './findInValues.ts'
import type { Finding, Fix } from './finding.ts'
import { make, SOME, view } from './make.ts'

/** Shares of missing cells from which a column says little, and too little to be filled. */
const MUCH = 0.4
const TOO_MUCH = 0.6

/** What is suspicious about one column by itself. */
export function findInColumn(profile: ColumnProfile): Finding[] {
  const { name, rows, missing, distinct } = profile
  if (rows === 0) return []
  const head = [{ name, type: profile.type }]
  const drop: Fix = { kind: 'step', label: `Drop ${name}`, step: 'drop', columns: head }
  if (distinct === 0)
    return [
      make(
        'empty',
        'warning',
        name,
        `${name} is empty: none of its ${formatUnits(rows, 'row')} has a value.`,
        undefined,
        drop,
      ),
    ]
  const found: (Finding | undefined)[] = [missing / rows > SOME ? sayMissing(profile, drop) : undefined]
  if (distinct === 1) {
    const sentence = `${name} holds one value only${missing > 0 ? ` wherever it is not missing` : ''}, so it tells nothing.`
    found.push(make('constant', 'warning', name, sentence, undefined, drop))
  } else if (profile.kind === 'numbers') found.push(...findInNumbers(profile, drop))
  else if (profile.kind === 'values') found.push(...findInValues(profile, drop))
  else found.push(...findInTimes(profile))
  return found.filter((finding) => finding !== undefined)
}

function sayMissing({ name, type, rows, missing }: ColumnProfile, drop: Fix): Finding {
  const share = missing / rows
  const head = [{ name, type }]
  const fill: Fix =
    type === 'number' || type === 'integer' || type === 'boolean'
      ? {
          kind: 'step',
          label: `Fill ${name} with the ${type === 'boolean' ? 'most common value' : 'median'}, and mark where`,
          step: 'impute',
          columns: head,
          settings: { method: type === 'boolean' ? 'mode' : 'median', indicator: true },
        }
      : {
          kind: 'step',
          label: `Fill ${name} with “missing”`,
          step: 'impute',
          columns: head,
          settings: { method: 'constant', constant: 'missing' },
        }
  const fix = share > TOO_MUCH ? drop : type === 'datetime' ? undefined : fill
  const sentence = `${name} is missing in ${formatUnits(missing, 'row')}, ${formatShare(share)} of all.`
  const shown = view(missing, { column: name, word: 'missing' })
  return make('missing', share >= MUCH ? 'warning' : 'note', name, sentence, shown, fix)
}

function findInTimes({ name, future, coverage, max, now }: TimesProfile): (Finding | undefined)[] {
  const found: (Finding | undefined)[] = []
  if (future > 0 && max !== null)
    found.push(
      make(
        'future',
        'warning',
        name,
        `${name} lies in the future in ${formatUnits(future, 'row')}, the last on ${formatDate(max)}.`,
        view(future, { column: name, word: 'after', value: now }),
      ),
    )
  const [gap] = coverage?.gaps ?? []
  if (coverage && gap) {
    const more = coverage.gapCount > 1 ? `, the longest of ${formatUnits(coverage.gapCount, 'such gap')}` : ''
    found.push(
      make(
        'gaps',
        'note',
        name,
        `${name} has no row between ${formatDate(gap.from)} and ${formatDate(gap.to)}, far longer than usual${more}.`,
      ),
    )
  }
  return found
}
