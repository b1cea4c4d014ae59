import { Button, Popover, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { Run, RunId } from '@/core/run/run.ts'
import { useActions } from '@/state/useAssay.ts'
import { MOST_COMPARED } from './compared.ts'
import styles from './run.module.css'

/** What can be done with the ticked runs; in sight only while some are. */
export function TickedActions({
  experimentId,
  ticked,
  setTicked,
  pin,
  hide,
}: {
  experimentId: ExperimentId
  ticked: readonly Run[]
  setTicked: (ticked: ReadonlySet<RunId>) => void
  /** Keeps runs at the top of the leaderboard, takes them off it; absent where there is none. */
  pin?: (ids: readonly RunId[]) => void
  hide?: (ids: readonly RunId[]) => void
}) {
  const actions = useActions()
  const canCompare = ticked.length >= 2 && ticked.length <= MOST_COMPARED
  const compare = () => {
    if (canCompare) goTo({ page: 'compare', experimentId, runIds: ticked.map(({ id }) => id), diffOnly: true })
  }
  useHotkeys([['c', compare]])
  if (ticked.length === 0) return <p className={styles.boardHint}>Tick two or more runs to compare them.</p>
  return (
    <div className={styles.ticked} role="toolbar" aria-label="Ticked runs">
      <b className="strong">{formatUnits(ticked.length, 'run')} ticked</b>
      <Button variant="filled" disabled={!canCompare} onClick={compare}>
        Compare
      </Button>
      {ticked.length > MOST_COMPARED && (
        <>
          <span className="caption">{MOST_COMPARED} at most side by side.</span>
          <Button component="a" href={hrefOf({ page: 'explore', experimentId, runIds: ticked.map(({ id }) => id) })}>
            Explore them
          </Button>
        </>
      )}
      <TagRuns runs={ticked} />
      {pin && <Button onClick={() => pin(ticked.map(({ id }) => id))}>Pin</Button>}
      {hide && (
        <Button
          onClick={() => {
            hide(ticked.map(({ id }) => id))
            setTicked(new Set())
          }}
        >
          Hide
        </Button>
      )}
      <Button
        className="bad"
        onClick={() => {
          void actions().deleteRuns(ticked.map(({ id }) => id))
          setTicked(new Set())
        }}
      >
        Remove
      </Button>
      <Button variant="subtle" onClick={() => setTicked(new Set())}>
        Untick
      </Button>
    </div>
  )
}

function TagRuns({ runs }: { runs: readonly Run[] }) {
  const actions = useActions()
  const [isOpen, setOpen] = useState(false)
  const [tag, setTag] = useState('')
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const name = tag.trim()
    setOpen(false)
    setTag('')
    if (!name) return
    for (const { id } of runs) {
      const tags = actions().shelves.annotation[id]?.tags ?? []
      if (!tags.includes(name)) await actions().annotateRun(id, { tags: [...tags, name] })
    }
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="top-start">
      <Popover.Target>
        <Button onClick={() => setOpen(true)}>Tag</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={(event) => void add(event)} className={styles.tagForm}>
          <TextInput
            aria-label="Tag to add"
            placeholder="candidate"
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
          />
          <Button type="submit">Add</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
