import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useRef, useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import type { LabelFindings, LabelSuspect, NumberSuspect } from '@/core/labels/labelCheck.ts'
import { commonest } from '@/core/labels/verdict.ts'
import type { Run } from '@/core/run/run.ts'
import type { LabelsRoute } from '@/state/labelsRoute.ts'
import styles from './labels.module.css'
import { SuspectRow } from './SuspectRow.tsx'
import { TickLikeliest } from './TickLikeliest.tsx'
import { useListKeys } from './useListKeys.ts'
import type { Ticks } from './useTicks.ts'

/** Suspects on a page of the list. */
const PAGE = 50

interface SuspectListProps {
  readonly run: Run
  readonly route: LabelsRoute
  readonly found: LabelFindings
  readonly dataset: Dataset
  readonly ticks: Ticks
}

/** Suspects, likeliest first, a page at a time: each can be ticked, and its cells shown. */
export function SuspectList({ run, route, found, dataset, ticks }: SuspectListProps) {
  const { classes, target } = run.spec.question
  const [open, setOpen] = useState<number>()
  const body = useRef<HTMLTableSectionElement>(null)
  useListKeys(body)
  const suspects = matching(found, classes, route)
  const pages = Math.max(1, Math.ceil(suspects.length / PAGE))
  const page = Math.min(route.from ?? 1, pages)
  const start = (page - 1) * PAGE
  const shown = suspects.slice(start, start + PAGE)
  const countTicked = suspects.reduce((count, { row }) => count + Number(ticks.rows.has(row)), 0)
  const show = (next: Partial<LabelsRoute>) => goTo({ ...route, from: undefined, ...next }, { replace: true })
  return (
    <section aria-labelledby="suspects">
      <div className={study.head}>
        <h3 id="suspects">{found.kind === 'classes' ? 'Likeliest wrong first' : 'Farthest off first'}</h3>
        {found.kind === 'classes' && <MistakeSelect found={found} classes={classes} route={route} onChange={show} />}
        {found.total > found.suspects.length && (
          <span className="caption">
            the first {formatCount(found.suspects.length)} of {formatCount(found.total)}
          </span>
        )}
        {suspects.length > 1 && (
          <TickLikeliest
            key={`${route.label} ${route.seems}`}
            rows={suspects.map(({ row }) => row)}
            isFarthest={found.kind === 'numbers'}
            onTick={ticks.only}
          />
        )}
      </div>
      {suspects.length === 0 ? (
        <Empty action={<Button onClick={() => show({ label: undefined, seems: undefined })}>List all of them</Button>}>
          No suspect is like that.
        </Empty>
      ) : (
        <Scrollable label="Suspects" className={study.scroll!}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">
                  <Checkbox
                    size="xs"
                    aria-label={`Tick all ${formatUnits(suspects.length, 'row')} of the list`}
                    checked={countTicked === suspects.length}
                    indeterminate={countTicked > 0 && countTicked < suspects.length}
                    onChange={() => ticks.toggleAll(suspects.map(({ row }) => row))}
                  />
                </th>
                <th scope="col" className="n">
                  Row
                </th>
                <th scope="col">Part</th>
                {(found.kind === 'classes'
                  ? [target, 'Seems to be', 'p of label', 'p of other']
                  : [target, 'Expected', 'Robust deviations']
                ).map((name, index) => (
                  <th key={name} scope="col" className={found.kind === 'numbers' || index > 1 ? 'n' : undefined}>
                    {name}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">Cells</span>
                </th>
              </tr>
            </thead>
            <tbody ref={body}>
              {shown.map((suspect) => (
                <SuspectRow
                  key={suspect.row}
                  suspect={suspect}
                  classes={classes}
                  dataset={dataset}
                  target={target}
                  isTicked={ticks.rows.has(suspect.row)}
                  isOpen={open === suspect.row}
                  onTick={() => ticks.toggle(suspect.row)}
                  onOpen={() => setOpen(open === suspect.row ? undefined : suspect.row)}
                />
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
      {pages > 1 && (
        <nav className={styles.pages} aria-label="Pages of the list">
          <Button disabled={page === 1} onClick={() => show({ from: page > 2 ? page - 1 : undefined })}>
            Earlier
          </Button>
          <span>
            {formatCount(start + 1)} to {formatCount(start + shown.length)} of {formatCount(suspects.length)}
          </span>
          <Button disabled={page === pages} onClick={() => show({ from: page + 1 })}>
            Later
          </Button>
        </nav>
      )}
      <p className={`caption ${styles.said}`}>
        ↑ and ↓ or J and K move between rows, Space ticks.
        {found.kind === 'classes' &&
          suspects.length > 1 &&
          ' Unseen, repair the likeliest only: nearly all of them are wrong where half of all that are flagged may be right.'}
      </p>
    </section>
  )
}

/** The suspects that a route asks for. */
function matching(
  found: LabelFindings,
  classes: readonly string[],
  { label, seems }: LabelsRoute,
): readonly (LabelSuspect | NumberSuspect)[] {
  if (found.kind === 'numbers') return found.suspects
  return found.suspects.filter(
    (each) =>
      (label === undefined || classes[each.label] === label) &&
      (seems === undefined || classes[each.suggested] === seems),
  )
}

function MistakeSelect({
  found,
  classes,
  route,
  onChange,
}: {
  found: Extract<LabelFindings, { kind: 'classes' }>
  classes: readonly string[]
  route: LabelsRoute
  onChange: (next: Pick<LabelsRoute, 'label' | 'seems'>) => void
}) {
  const mistakes = commonest(found.counts)
  const chosen = mistakes.findIndex(
    ({ label, suggested }) => classes[label] === route.label && classes[suggested] === route.seems,
  )
  return (
    <NativeSelect
      aria-label="What is mistaken for what"
      value={chosen < 0 ? '' : String(chosen)}
      data={[
        { value: '', label: `All, ${formatCount(found.total)}` },
        ...mistakes.map(({ label, suggested, count }, index) => ({
          value: String(index),
          label: `${classes[label]} that seems ${classes[suggested]}, ${formatCount(count)}`,
        })),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget
        const mistake = value === '' ? undefined : mistakes[Number(value)]
        onChange({ label: mistake && classes[mistake.label], seems: mistake && classes[mistake.suggested] })
      }}
    />
  )
}
