import { makeQuestion } from './question.ts'

/** Asks for what was pasted before: it lies in no file that could be opened again. */
export const pasteQuestion = makeQuestion<{ readonly title: string }, string>()
