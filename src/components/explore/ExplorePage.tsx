import { Button, Menu, NativeSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { ParallelCoordinates } from '@/components/charts/parallel/ParallelCoordinates.tsx'
import { IN_PAGE } from '@/components/dataset/menu.ts'
import { TickedActions } from '@/components/run/TickedActions.tsx'
import { NoSuchQuestion } from '@/components/shell/Absent.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { formatUnits } from '@/core/format/format.ts'
import { type Facet, facetsOf } from '@/core/run/facets.ts'
import type { RunId } from '@/core/run/run.ts'
import type { ExploreRoute } from '@/state/exploreQuery.ts'
import { liveRuns, rankedRuns } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { AxisMenu } from './AxisMenu.tsx'
import styles from './explore.module.css'
import { chosenRuns, exploreRuns, shownBrushes, tableOfRuns } from './explored.ts'
import { RunScatter } from './RunScatter.tsx'
import { RunTable } from './RunTable.tsx'
import { useBrushes } from './useBrushes.ts'

/** Many runs of one question: as lines over settings and scores, as points, and as a table of those that are chosen. */
export function ExplorePage({ route }: { route: ExploreRoute }) {
  const { experimentId } = route
  const shelves = useAssay((state) => state.shelves)
  const experiment = shelves.experiment[experimentId]
  const only = route.runIds?.join()
  const runs = useMemo(() => {
    const ids = only === undefined ? undefined : new Set(only.split(','))
    const asked = liveRuns({ shelves }, experimentId).filter(({ id }) => ids?.has(id) ?? true)
    return rankedRuns(shelves, asked)
  }, [shelves, experimentId, only])
  const question = experiment?.question
  const { axes, flipped, scales, colour, x, y } = route
  const facets = useMemo(() => (question ? facetsOf(runs, question.task) : []), [runs, question])
  const explored = useMemo(
    () => question && exploreRuns(runs, facets, question.metric, { axes, flipped, scales, colour, x, y }),
    [runs, facets, question, axes, flipped, scales, colour, x, y],
  )
  const change = (part: Partial<ExploreRoute>) => goTo({ ...route, ...part }, { replace: true })
  const [drawn, setBrush, clear] = useBrushes(route, change)
  const brushes = useMemo(() => (explored ? shownBrushes(explored, drawn) : {}), [explored, drawn])
  const chosen = useMemo(() => (explored ? chosenRuns(explored, brushes) : new Set<RunId>()), [explored, brushes])
  const [ticked, setTicked] = useState<ReadonlySet<RunId>>(new Set())
  if (!experiment || !question) return <NoSuchQuestion />
  const isBrushed = Object.keys(brushes).length > 0
  return (
    <Page
      title="Explore runs"
      facts={
        <span>
          {route.runIds ? (
            <>
              <b>{formatUnits(runs.length, 'run')}</b> of the question about <b>{question.target}</b>
            </>
          ) : (
            <>
              every run that asks about <b>{question.target}</b>
            </>
          )}
        </span>
      }
      actions={
        <>
          {route.runIds && <a href={hrefOf({ ...route, runIds: undefined })}>Show every run</a>}
          <a href={hrefOf({ page: 'runs', experimentId })}>Back to the runs</a>
        </>
      }
    >
      {!explored || runs.length < 2 ? (
        <Empty
          action={
            <Button variant="filled" component="a" href={hrefOf({ page: 'train', experimentId })}>
              Train more
            </Button>
          }
        >
          Two runs with scores are needed to see what makes the difference.
        </Empty>
      ) : (
        <>
          <div className={styles.sections}>
            <section aria-label="Settings and scores">
              <ParallelCoordinates
                title="Settings and scores"
                controls={
                  <>
                    <NativeSelect
                      aria-label="Colour by"
                      value={explored.colour.key}
                      data={explored.facets
                        .filter(({ isNumeric }) => isNumeric)
                        .map(({ key, label }) => ({ value: key, label: `Colour: ${label}` }))}
                      onChange={(event) => change({ colour: event.currentTarget.value })}
                    />
                    <AddAxis
                      facets={explored.facets.filter(({ key }) => !explored.axes.some((axis) => axis.key === key))}
                      onAdd={(key) => change({ axes: [...explored.axes.map((axis) => axis.key), key] })}
                    />
                  </>
                }
                axes={explored.axes}
                lines={explored.lines}
                chosen={chosen}
                brushes={brushes}
                onBrush={setBrush}
                verdict={`${formatUnits(runs.length, 'run')} over ${explored.axes.map(({ label }) => label).join(', ')}; ${formatUnits(chosen.size, 'run')} chosen.`}
                table={() =>
                  tableOfRuns(
                    explored,
                    chosen,
                    explored.axes.map(({ laid }) => laid.facet),
                  )
                }
                nameOf={(axis) => {
                  const own = explored.axes.find(({ key }) => key === axis.key)!
                  return (
                    <AxisMenu
                      laid={own.laid}
                      isFlipped={own.isFlipped ?? false}
                      route={route}
                      axes={explored.axes.map(({ key }) => key)}
                      onChange={change}
                    />
                  )
                }}
              />
              <p className={styles.legend}>
                <Ramp />
                <span>{explainColour(explored.colour)}</span>
                {isBrushed ? (
                  <Button variant="subtle" size="xs" onClick={clear}>
                    Choose all again
                  </Button>
                ) : (
                  <span>Draw along an axis to choose runs; its name has what can be done with it.</span>
                )}
              </p>
            </section>
            <section aria-label="Runs as points">
              <RunScatter
                explored={explored}
                chosen={chosen}
                brushes={brushes}
                onBrush={setBrush}
                nameOf={(axis, name) => (
                  <AxisMenu
                    name={name}
                    laid={axis.laid}
                    isFlipped={axis.isFlipped ?? false}
                    route={route}
                    axes={[]}
                    onChange={change}
                  />
                )}
                controls={
                  <>
                    <NativeSelect
                      aria-label="Across"
                      value={explored.x.key}
                      data={explored.facets.map(({ key, label }) => ({ value: key, label: `Across: ${label}` }))}
                      onChange={(event) => change({ x: event.currentTarget.value })}
                    />
                    <NativeSelect
                      aria-label="Up"
                      value={explored.y.key}
                      data={explored.facets.map(({ key, label }) => ({ value: key, label: `Up: ${label}` }))}
                      onChange={(event) => change({ y: event.currentTarget.value })}
                    />
                  </>
                }
              />
            </section>
            <RunTable
              explored={explored}
              chosen={chosen}
              ticked={ticked}
              setTicked={setTicked}
              part={route.part ?? 1}
              onPart={(part) => change({ part: part > 1 ? part : undefined })}
            />
          </div>
          <TickedActions
            experimentId={experimentId}
            ticked={runs.map(({ run }) => run).filter(({ id }) => ticked.has(id))}
            setTicked={setTicked}
          />
        </>
      )}
    </Page>
  )
}

function AddAxis({ facets, onAdd }: { facets: readonly Facet[]; onAdd: (key: string) => void }) {
  if (facets.length === 0) return null
  return (
    <Menu position="bottom-start" shadow="none" {...IN_PAGE}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={14} aria-hidden />}>Add an axis</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {facets.map(({ key, label }) => (
          <Menu.Item key={key} onClick={() => onAdd(key)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The colours from the palest to the strongest. */
function Ramp() {
  return (
    <span className={styles.ramp} aria-hidden>
      {[3, 4, 5, 6, 7].map((shade) => (
        <i key={shade} style={{ background: `var(--seq-${shade})` }} />
      ))}
    </span>
  )
}

function explainColour({ label, better }: Facet): string {
  if (better)
    return `The stronger the colour, the better by ${label} (${better} is better); grey is not chosen, or has no value.`
  return `The stronger the colour, the more ${label}; grey is not chosen, or has no value.`
}
