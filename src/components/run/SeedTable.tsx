import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { sayVerdict, VERDICT_TONES } from '@/core/compare/comparison.ts'
import { formatMetric, formatUnits } from '@/core/format/format.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { SeedLine } from '@/core/run/sayReplicates.ts'
import { tableOfSeeds } from './compareTables.ts'
import resampled from './resampled.module.css'
import styles from './run.module.css'

/** Each spec that was trained with several seeds as one line, which unfolds to its runs. */
export function SeedTable({
  lines,
  metric,
  base,
}: {
  lines: readonly SeedLine[]
  metric: MetricName
  /** The letter of the run that others are held against. */
  base: string
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  const write = (value: number) => formatMetric(metric, value)
  return (
    <>
      <Scrollable label="Scores over seeds" className={styles.scroll!}>
        <table className={resampled.seeds}>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col" className="n">
                Seeds
              </th>
              <th scope="col" className="n">
                {METRICS[metric].label}, mean ± sd
              </th>
              <th scope="col" className="n">
                From, to
              </th>
              <th scope="col">Over seeds</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ run, name, scores: { seeds, mean, std }, verdict }) => {
              const isOpen = open.has(run.id)
              const values = seeds.map(({ score }) => score)
              const Chevron = isOpen ? IconChevronDown : IconChevronRight
              return (
                <Fragment key={run.id}>
                  <tr>
                    <th scope="row">
                      <button
                        type="button"
                        className={resampled.fold}
                        aria-expanded={isOpen}
                        onClick={() => toggle(run.id)}
                      >
                        <Chevron size={14} aria-hidden />
                        <RunMark mark={run.mark} kind={run.spec.learner.kind} /> {name}
                      </button>
                    </th>
                    <td className="n">{formatUnits(seeds.length, 'seed')}</td>
                    <td className="n strong">
                      {write(mean)} ± {write(std)}
                    </td>
                    <td className="n">
                      {write(Math.min(...values))} to {write(Math.max(...values))}
                    </td>
                    <td className={verdict ? VERDICT_TONES[verdict.verdict] : 'secondary'}>
                      {verdict ? sayVerdict(verdict.verdict, base) : run.mark.letter === base ? 'base' : 'No verdict'}
                    </td>
                  </tr>
                  {isOpen &&
                    seeds.map((each) => (
                      <tr key={each.run.id} className={resampled.seed}>
                        <th scope="row">
                          <a href={hrefOf({ page: 'run', runId: each.run.id })}>Run {each.run.mark.letter}</a>
                        </th>
                        <td className="n">seed {each.seed}</td>
                        <td className="n">{write(each.score)}</td>
                        <td colSpan={2} />
                      </tr>
                    ))}
                </Fragment>
              )
            })}
          </tbody>
        </table>
      </Scrollable>
      <SaveTable name="Scores over seeds" table={() => tableOfSeeds(lines, metric)} />
    </>
  )
}
