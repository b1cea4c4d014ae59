const DAY = 86_400_000
const UNITS = [DAY, 3_600_000, 60_000, 1_000, 1] as const

/** The largest of day, hour, minute, second and millisecond that is no longer than `span`, all in milliseconds. */
export function timeUnit(span: number): number {
  return UNITS.find((unit) => unit <= span) ?? 1
}

/** Instants that lie evenly between others, to the unit that tells neighbours apart; whole days where all of `known` are. */
export function roundInstants(instants: readonly number[], known: readonly number[]): number[] {
  const [first = 0, second = first] = instants
  const unit = known.every((instant) => instant % DAY === 0) ? DAY : timeUnit(second - first)
  return instants.map((instant) => Math.round(instant / unit) * unit)
}
