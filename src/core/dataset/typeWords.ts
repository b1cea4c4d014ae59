import type { ColumnType } from './column.ts'

/** What each type means, in a line for a person who chooses between them. */
export const TYPE_MEANINGS: Readonly<Record<ColumnType, string>> = {
  number: 'An amount, with or without decimals',
  integer: 'A whole number: a count, a year, a grade',
  boolean: 'True or false, yes or no',
  category: 'One of some kinds, without order',
  datetime: 'A day, with or without a time',
  text: 'Free words, different in most rows',
  identifier: 'Only tells rows apart; never learned from',
}
