import { makeQuestion, type Question } from './question.ts'

interface Asked {
  readonly fileNames: readonly string[]
}

/** What a person wants with several files of one shape. */
type Together = 'one' | 'separate'

export type TogetherQuestion = Question<Asked, Together>

/** How files of one shape are to be read. */
export const togetherQuestion = makeQuestion<Asked, Together>()
