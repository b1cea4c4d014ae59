import type { Run, RunMark } from './run.ts'

/** A, B … Z, AA … for the run number from 0; eight colours, then the same dashed. */
export function markOf(number: number): RunMark {
  let letter = ''
  for (let rest = number; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letter = String.fromCharCode(65 + (rest % 26)) + letter
  return { letter, colour: (number % 8) + 1, dashed: number % 16 >= 8 }
}

/**
 * Runs with letters that tell them apart. Within an experiment they do; a run of another whose letter is taken already is
 * written with a prime: A, B, A′.
 */
export function distinctMarks<T extends Pick<Run, 'mark'>>(runs: readonly T[]): readonly T[] {
  const taken = new Set<string>()
  return runs.map((run) => {
    let { letter } = run.mark
    while (taken.has(letter)) letter += '′'
    taken.add(letter)
    return letter === run.mark.letter ? run : { ...run, mark: { ...run.mark, letter, dashed: !run.mark.dashed } }
  })
}
