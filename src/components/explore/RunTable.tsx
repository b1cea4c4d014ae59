import { Button, Checkbox } from '@mantine/core'
import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount } from '@/core/format/format.ts'
import type { RunId } from '@/core/run/run.ts'
import styles from './explore.module.css'
import { type Explored, tableOfRuns } from './explored.ts'

/** Rows of a part of the table: more than can be looked through at once. */
const LISTED = 50

/** The chosen runs in words, the best colour first: the values of lines and points, and a tick to compare them. */
export function RunTable({
  explored: { runs, axes, colour, shades },
  chosen,
  ticked,
  setTicked,
  part,
  onPart,
}: {
  explored: Explored
  chosen: ReadonlySet<RunId>
  ticked: ReadonlySet<RunId>
  setTicked: (ticked: ReadonlySet<RunId>) => void
  /** Which part is asked for, from 1. */
  part: number
  onPart: (part: number) => void
}) {
  const places = runs.map((_, i) => i).filter((i) => chosen.has(runs[i]!.run.id))
  const ordered = places.toSorted((a, b) => (shades[b] ?? -1) - (shades[a] ?? -1))
  const parts = Math.max(1, Math.ceil(ordered.length / LISTED))
  const shown = Math.min(part, parts)
  const first = (shown - 1) * LISTED
  const listed = ordered.slice(first, first + LISTED)
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
        </span>
        {ordered.length > 0 && (
          <Button
            size="xs"
            onClick={() => setTicked(new Set([...ticked, ...listed.map((place) => runs[place]!.run.id)]))}
          >
            Tick all listed
          </Button>
        )}
        {parts > 1 && (
          <nav aria-label="Parts of the table" className={styles.parts}>
            <Button size="xs" disabled={shown === 1} onClick={() => onPart(shown - 1)}>
              Previous
            </Button>
            <span role="status">
              {formatCount(first + 1)} to {formatCount(first + listed.length)} of {formatCount(ordered.length)}
            </span>
            <Button size="xs" disabled={shown === parts} onClick={() => onPart(shown + 1)}>
              Next
            </Button>
          </nav>
        )}
        {ordered.length > 0 && (
          <SaveTable
            name="Runs"
            table={() => {
              const table = tableOfRuns({ runs }, chosen, columns)
              // The runs as they are listed, all parts of them.
              const rows = new Map(places.map((place, i) => [place, table.rows[i]!]))
              return { ...table, rows: ordered.map((place) => rows.get(place)!) }
            }}
          />
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
              {listed.map((place) => {
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
