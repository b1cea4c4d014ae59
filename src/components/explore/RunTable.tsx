import { Button, Checkbox } from '@mantine/core'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount } from '@/core/format/format.ts'
import type { RunId } from '@/core/run/run.ts'
import styles from './explore.module.css'
import type { Explored } from './explored.ts'

const LISTED = 50

/** The chosen runs in words, the best colour first: the values of lines and points, and a tick to compare them. */
export function RunTable({
  explored: { runs, axes, colour, shades },
  chosen,
  ticked,
  setTicked,
}: {
  explored: Explored
  chosen: ReadonlySet<RunId>
  ticked: ReadonlySet<RunId>
  setTicked: (ticked: ReadonlySet<RunId>) => void
}) {
  const places = runs.map((_, i) => i).filter((i) => chosen.has(runs[i]!.run.id))
  const ordered = places.toSorted((a, b) => (shades[b] ?? -1) - (shades[a] ?? -1))
  const columns = [...new Set([...axes.map(({ laid }) => laid.facet), colour])]
  const toggle = (id: RunId) => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    setTicked(next)
  }
  return (
    <section aria-labelledby="chosen">
      <div className={styles.head}>
        <h2 id="chosen">Runs</h2>
        <span className="caption">
          {chosen.size < runs.length && `${formatCount(chosen.size)} of ${formatCount(runs.length)} chosen, `}
          sorted by {colour.label}
          {ordered.length > LISTED && `; the first ${LISTED} are listed`}
        </span>
        {ordered.length > 0 && (
          <Button
            size="xs"
            onClick={() => setTicked(new Set(ordered.slice(0, LISTED).map((place) => runs[place]!.run.id)))}
          >
            Tick all listed
          </Button>
        )}
      </div>
      {ordered.length === 0 ? (
        <p>No run lies within all that is drawn. Draw wider, or choose all again.</p>
      ) : (
        <Scrollable label="Chosen runs" className={styles.scroll!}>
          <table>
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Ticked</span>
                </th>
                <th scope="col">Run</th>
                {columns.map(({ key, label, isNumeric }) => (
                  <th key={key} scope="col" className={isNumeric ? 'n' : undefined}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ordered.slice(0, LISTED).map((place) => {
                const { run, name } = runs[place]!
                return (
                  <tr key={run.id} data-ticked={ticked.has(run.id)}>
                    <td>
                      <Checkbox
                        size="xs"
                        aria-label={`Tick run ${run.mark.letter}`}
                        checked={ticked.has(run.id)}
                        onChange={() => toggle(run.id)}
                      />
                    </td>
                    <th scope="row">
                      <a className={styles.runLink} href={hrefOf({ page: 'run', runId: run.id })}>
                        <RunMark mark={run.mark} kind={run.spec.learner.kind} /> {name}
                      </a>
                    </th>
                    {columns.map(({ key, values, write, isNumeric }) => {
                      const value = values[place]
                      return (
                        <td key={key} className={isNumeric ? 'n' : undefined}>
                          {typeof value === 'number' ? write(value) : value}
                        </td>
                      )
                    })}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </Scrollable>
      )}
    </section>
  )
}
