import { compareValues, type MetricName } from '@/core/metrics/metric.ts'

/** Models among which the mix is chosen: the best ones. The others are forgotten, as forests are large. */
export const KEPT = 10

interface Judged {
  /** Which try it was. */
  readonly place: number
  readonly metric: number
}

/** Those to keep once another has come: the best {@link KEPT}, best first; of as good ones the earlier try. */
export function keepBest<C extends Judged>(metric: MetricName, kept: readonly C[], another: C): readonly C[] {
  return [...kept, another]
    .toSorted((a, b) => compareValues(metric, a.metric, b.metric) || a.place - b.place)
    .slice(0, KEPT)
}
