import type { RunMark } from './run.ts'

/** A, B … Z, AA … for the run number from 0; eight colours, then the same dashed. */
export function markOf(number: number): RunMark {
  let letter = ''
  for (let rest = number; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letter = String.fromCharCode(65 + (rest % 26)) + letter
  return { letter, colour: (number % 8) + 1, dashed: number % 16 >= 8 }
}
