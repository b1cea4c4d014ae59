import { type Random, seededRandom } from '../random.ts'
import { gridAt, gridCount, sampleSpace } from './space.ts'
import { objectiveOf, type Sweep, type SweepParameter, type SweepValues } from './sweep.ts'
import { suggestByTpe, TPE_STARTUP } from './tpe.ts'

/** Trials that are trained side by side before the next are suggested; those of a TPE learn from the ones before. */
const ROUND = { grid: 32, random: 32, halving: Number.POSITIVE_INFINITY, tpe: 4 } as const

/** Attempts to find values that were not tried yet. */
const ATTEMPTS = 50

type Searched = Pick<Sweep, 'method' | 'seed' | 'metric' | 'parameters' | 'within' | 'runCap' | 'trials'>

/** Where a sweep searches now. */
function searchedIn({ parameters, within }: Pick<Sweep, 'parameters' | 'within'>): readonly SweepParameter[] {
  return within ?? parameters
}

/**
 * The values to train next: as many as go together, none where the sweep is at its end. The same sweep with the same
 * trials is given the same values.
 */
export function suggestRound(sweep: Searched): readonly SweepValues[] {
  const { method, trials, runCap } = sweep
  const count = Math.min(runCap - trials.length, ROUND[method])
  const round: SweepValues[] = []
  const tried = new Set(trials.map(({ values }) => keyOf(values)))
  const observed = trials.flatMap(({ values, ...trial }) => {
    const objective = objectiveOf(sweep.metric, { values, ...trial })
    return objective === undefined || trial.status === 'stopped' ? [] : [{ values, objective }]
  })
  for (let i = 0; i < count; i++) {
    const number = trials.length + round.length + 1
    const values =
      method === 'grid' && !sweep.within ? nextOfGrid(sweep, tried) : suggestNew(sweep, number, tried, observed)
    if (!values) break
    tried.add(keyOf(values))
    round.push(values)
  }
  return round
}

type Observed = Parameters<typeof suggestByTpe>[1]

function nextOfGrid({ parameters }: Searched, tried: ReadonlySet<string>): SweepValues | undefined {
  const total = gridCount(parameters)
  for (let at = 0; at < total; at++) {
    const values = gridAt(parameters, at)
    if (!tried.has(keyOf(values))) return values
  }
  return undefined
}

function suggestNew(sweep: Searched, number: number, tried: ReadonlySet<string>, observed: Observed): SweepValues {
  const parameters = searchedIn(sweep)
  const random: Random = seededRandom(sweep.seed, 'sweep', number)
  const suggest = () =>
    sweep.method === 'tpe' && observed.length >= TPE_STARTUP
      ? suggestByTpe(parameters, observed, random)
      : sampleSpace(parameters, random)
  let values = suggest()
  for (let i = 1; i < ATTEMPTS && tried.has(keyOf(values)); i++) values = suggest()
  return values
}

/** Values in the order of their keys, whatever order a record has them in. */
function keyOf(values: SweepValues): string {
  return JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
