import { z } from './zod.ts'

// Bounds are far above what Assay writes and far below what would choke a tab: bundles come from strangers.

/** Names of columns, datasets, runs, and single lines of text. */
export const name = z.string().max(100_000)
/** A cell's text, or a class. */
export const cell = z.string().max(1_000_000)
/** Notes and messages. */
export const prose = z.string().max(1_000_000)

/** An id, which becomes part of a path: no dots, no slashes. */
export const id = z.string().regex(/^[\w-]{1,128}$/, 'Expected an id of letters, digits, - and _')
/** SHA-256 as 64 hexadecimal digits. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'Expected a SHA-256 of 64 hexadecimal digits')

export const finite = z.number()
export const count = z.int().min(0)
export const share = z.number().min(0).max(1)
/** Milliseconds since 1970, or a duration. */
export const ms = z.number()

/** A loss, which may have left the numbers. JSON writes such numbers as null, read here as NaN. */
export const loss = z.preprocess(
  (value) => (value === null ? Number.NaN : value),
  z.custom<number>((value) => typeof value === 'number', 'Expected a number'),
)

/** Columns of a table, features of a matrix, members of a list that grows with a dataset's width. */
export const MANY = 100_000
/** Classes, steps, members, layers: what a person or a recipe lists. */
export const SOME = 10_000

/** Levels of nesting and number of values that a free-form part may have. */
const DEPTH = 64
const VALUES = 200_000

/** Whether plain data: primitives, arrays and plain objects, neither deep nor vast, with no key that reaches a prototype. */
function isPlainData(root: unknown): boolean {
  let left = VALUES
  const visit = (value: unknown, depth: number): boolean => {
    if (--left < 0 || depth > DEPTH) return false
    if (value === null || typeof value !== 'object') return typeof value !== 'function' && typeof value !== 'symbol'
    if (Array.isArray(value)) return value.every((inner) => visit(inner, depth + 1))
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return false
    return Object.keys(value).every(
      (key) => key !== '__proto__' && visit((value as Record<string, unknown>)[key], depth + 1),
    )
  }
  return visit(root, 0)
}

/** An object whose inside belongs to somebody else (tfjs' topology, an error's details): kept as it is, within bounds. */
export const plainObject = z.custom<Readonly<Record<string, unknown>>>(
  (value) => value !== null && typeof value === 'object' && !Array.isArray(value) && isPlainData(value),
  'Expected a plain object, not too deep or large',
)

/** An object with one optional member for each name; others are dropped. */
export function partial<K extends string, S extends z.ZodType>(names: readonly K[], schema: S) {
  const shape = Object.fromEntries(names.map((key) => [key, z.exactOptional(schema)]))
  return z.object(shape as { [N in K]: z.ZodExactOptional<S> })
}

/** A with nothing read-only and its intersections worked out, so that two ways of writing one type compare equal. */
type Plain<T> = T extends string
  ? string extends T
    ? string
    : T
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles only where the schema gives the hand-written type exactly: no member less (it would be stripped), none more. */
export function exactly<T>() {
  return <S extends z.ZodType>(
    schema: Same<Plain<z.output<S>>, Plain<T>> extends true ? S : { readonly differs: Plain<z.output<S>> },
  ): z.ZodType<T> => schema as unknown as z.ZodType<T>
}
