import { Checkbox } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useRef } from 'react'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { Experiment } from '@/core/experiment/experiment.ts'
import { formatDuration, formatMetric } from '@/core/format/format.ts'
import { headMetrics, METRICS, type MetricName } from '@/core/metrics/metric.ts'
import { overFolds } from '@/core/run/folds.ts'
import { bestValue, parseSort, type Ranked, type SortKey } from '@/core/run/leaderboard.ts'
import { describeSettings } from '@/core/run/postprocessing.ts'
import { hasModel, type RunId } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'
import { ScoreTrack } from './ScoreTrack.tsx'
import { StatusLabel } from './StatusLabel.tsx'

interface LeaderboardProps {
  readonly experiment: Experiment
  readonly ranked: readonly Ranked[]
  readonly sort: string | undefined
  readonly best: RunId | undefined
  readonly ticked: ReadonlySet<RunId>
  readonly setTicked: (ticked: ReadonlySet<RunId>) => void
}

/** Runs as rows: J and K move, Space ticks, C compares, every column sorts. */
export function Leaderboard({ experiment, ranked, sort, best, ticked, setTicked }: LeaderboardProps) {
  const { metric: primary, task } = experiment.question
  const others = headMetrics(task, primary).filter((metric) => metric !== primary)
  const body = useRef<HTMLTableSectionElement>(null)
  const hasFolds = useAssay(({ shelves }) => ranked.some(({ run }) => shelves.result[run.id]?.folds))

  const toggle = (id: RunId) => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    setTicked(next)
  }
  const move = (by: number) => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-run]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
  }
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    [
      'space',
      (event) => {
        const id = (document.activeElement as HTMLElement | null)?.dataset['run']
        if (!id) return
        event.preventDefault()
        toggle(id)
      },
      { preventDefault: false },
    ],
  ])

  const head = { sort, primary, experimentId: experiment.id }
  return (
    <Scrollable label="Leaderboard" className={styles.board!}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                size="xs"
                aria-label="Tick every run"
                checked={ticked.size > 0 && ticked.size === ranked.length}
                indeterminate={ticked.size > 0 && ticked.size < ranked.length}
                onChange={(event) =>
                  setTicked(new Set(event.currentTarget.checked ? ranked.map(({ run }) => run.id) : []))
                }
              />
            </th>
            <SortHead {...head} by="name" label="Run" />
            <SortHead {...head} by={primary} label={METRICS[primary].label} isNumber />
            <th scope="col" className={styles.trackHead}>
              <span className="visually-hidden">Where it lies</span>
            </th>
            {hasFolds && (
              <th scope="col" className="n">
                Over folds
              </th>
            )}
            {others.map((metric) => (
              <SortHead key={metric} {...head} by={metric} label={METRICS[metric].label} isNumber />
            ))}
            <SortHead {...head} by="time" label="Training" isNumber />
            <SortHead {...head} by="started" label="Status" />
            <th scope="col">Tags and notes</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {ranked.map((row) => (
            <LeaderboardRow
              key={row.run.id}
              row={row}
              ranked={ranked}
              primary={primary}
              others={others}
              isBest={row.run.id === best}
              hasFolds={hasFolds}
              isTicked={ticked.has(row.run.id)}
              onToggle={() => toggle(row.run.id)}
            />
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}

function SortHead({
  sort,
  primary,
  experimentId,
  by,
  label,
  isNumber = false,
}: {
  sort: string | undefined
  primary: MetricName
  experimentId: string
  by: SortKey
  label: string
  isNumber?: boolean
}) {
  const { key, reversed } = parseSort(sort, primary)
  const isSorted = key === by
  const Arrow = reversed ? IconArrowUp : IconArrowDown
  return (
    <th
      scope="col"
      className={isNumber ? 'n' : undefined}
      aria-sort={isSorted ? (reversed ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() =>
          goTo({ page: 'runs', experimentId, sort: isSorted && !reversed ? `-${by}` : by }, { replace: true })
        }
      >
        {label}
        {isSorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  )
}

function LeaderboardRow({
  row: { run, name, metrics, trainMs },
  ranked,
  primary,
  others,
  isBest,
  hasFolds,
  isTicked,
  onToggle,
}: {
  row: Ranked
  ranked: readonly Ranked[]
  primary: MetricName
  others: readonly MetricName[]
  isBest: boolean
  hasFolds: boolean
  isTicked: boolean
  onToggle: () => void
}) {
  const annotation = useAssay((state) => state.shelves.annotation[run.id])
  const rows = useAssay((state) => state.shelves.evaluation[`${run.id}/validation`]?.rows)
  const folds = useAssay((state) => state.shelves.result[run.id]?.folds)
  const folded = folds && overFolds(folds, primary)
  const metricCell = (metric: MetricName) => (
    <td
      key={metric}
      className={`n ${metrics[metric] !== undefined && metrics[metric] === bestValue(ranked, metric) ? 'strong' : ''}`}
    >
      {formatMetric(metric, metrics[metric])}
    </td>
  )
  return (
    <tr data-ticked={isTicked}>
      <td>
        <Checkbox size="xs" aria-label={`Tick run ${run.mark.letter}`} checked={isTicked} onChange={onToggle} />
      </td>
      <td>
        <a className={styles.runLink} data-run={run.id} href={hrefOf({ page: 'run', runId: run.id })}>
          <RunMark mark={run.mark} kind={run.spec.learner.kind} />
          <span>
            <b className="strong">{name}</b> <span className="secondary">{describeSettings(run.spec)}</span>
          </span>
        </a>
        {isBest && <span className={styles.tag}>best</span>}
      </td>
      {metricCell(primary)}
      <td>
        {hasModel(run) && (
          <ScoreTrack run={run} value={metrics[primary]} rows={rows} metric={primary} ranked={ranked} />
        )}
      </td>
      {hasFolds && (
        <td className="n">
          {folded && `${formatMetric(primary, folded.mean)} ± ${formatMetric(primary, folded.std)}`}
        </td>
      )}
      {others.map(metricCell)}
      <td className="n secondary">{trainMs !== undefined && formatDuration(trainMs)}</td>
      <td>
        <StatusLabel run={run} />
      </td>
      <td className={styles.notesCell}>
        {annotation?.tags.map((tag) => (
          <span key={tag} className={styles.tagQuiet}>
            {tag}
          </span>
        ))}
        <span className="caption">{annotation?.notes}</span>
      </td>
    </tr>
  )
}
