import type { ReactNode } from 'react'

/** What is told where a crosshair is: the words of the box beside it and of those who hear them alike. */
export interface Told {
  /** Where the crosshair stands, in pixels of the plot. */
  readonly x: number
  readonly y: number
  /** Whether there is no line through it, since no axis runs along the plot. */
  readonly isAlone?: boolean | undefined
  /** A dot on everything that is told of. */
  readonly dots: readonly { readonly x: number; readonly y: number; readonly colour: string }[]
  readonly head?: string | undefined
  readonly facts: readonly {
    readonly name: string
    readonly value: string
    /** Stands before the name for those who see it. */
    readonly icon?: ReactNode
  }[]
  /** What is left out: "and 2 more in the table". */
  readonly rest?: string | undefined
}

/** The same in a sentence. */
export function sayTold({ head, facts, rest }: Told): string {
  const said = [...facts.map(({ name, value }) => `${name} ${value}`), ...(rest ? [rest] : [])].join(', ')
  return head ? `${head}: ${said}` : said
}
