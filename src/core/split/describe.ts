import type { SplitSpec } from './split.ts'

/** What a cross-validation does beside, in one short phrase. */
export function describeFolds({ kind }: SplitSpec, folds: number): string {
  if (kind === 'time') return `${folds} folds by time: each validates a piece, and all before it train`
  const how = kind === 'group' ? ', groups kept together' : ''
  return `${folds} folds of the rows that do not test${how}: each validates once`
}

/** The split in one short phrase for the page: "64% train, 16% validate, 20% test, same mix of classes in each". */
export function describeSplit(spec: SplitSpec): string {
  switch (spec.kind) {
    case 'random':
      return `${describeShares(spec)}, dealt at random`
    case 'stratified':
      return `${describeShares(spec)}, same mix of classes in each`
    case 'group':
      return `${describeShares(spec)}, rows of one ${spec.column} kept together`
    case 'time':
      return `Oldest ${share(1 - spec.test - spec.validation)} train, next ${share(spec.validation)} validate, newest ${share(spec.test)} test, by ${spec.column}`
    case 'modulus':
      return `Every row whose number leaves ${spec.remainder} when divided by ${spec.modulus} tests; ${rest(spec.validation)}`
    case 'column':
      return `Rows where ${spec.column} is ${spec.testValue} test; ${rest(spec.validation)}`
    case 'file':
      return `A second file tests; ${share(1 - spec.validation)} of this one train, ${share(spec.validation)} validate`
  }
}

/** Why the rows of a split do not stand alone, as half a sentence; undefined where they do. */
export function rowsTogether(split: SplitSpec): string | undefined {
  if (split.kind === 'group') return `Rows of one ${split.column} hang together`
  return split.kind === 'time' ? `Rows that follow each other by ${split.column} hang together` : undefined
}

function describeShares({ test, validation }: { readonly test: number; readonly validation: number }): string {
  return `${share(1 - test - validation)} train, ${share(validation)} validate, ${share(test)} test`
}

function rest(validation: number): string {
  return `of the others ${share(1 - validation)} train, ${share(validation)} validate`
}

/** Rounded here, since shares are sums (1 − .2 − .16) that differ from what they mean in the last binary digit. */
function share(value: number): string {
  return `${Math.round(value * 1000) / 10}%`
}
