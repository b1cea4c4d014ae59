import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconPlus, IconX } from '@tabler/icons-react'
import { memo } from 'react'
import { IN_PAGE } from '@/components/dataset/menu.ts'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { describeLearner } from '@/core/run/describe.ts'
import { hasModel, type Run, type RunId } from '@/core/run/run.ts'
import { experimentsAbout } from '@/state/experiment.ts'
import { liveRuns, runName } from '@/state/run.ts'
import type { State } from '@/state/store.ts'
import { useAssay } from '@/state/useAssay.ts'
import { changeComparison } from './changeComparison.ts'
import styles from './compare.module.css'
import { type Compared, MOST_COMPARED } from './compared.ts'

/** Runs of an experiment, and after them those that asked about the same column of another version of its table. */
function runsBeside(shelves: State['shelves'], experimentId: ExperimentId): readonly Run[] {
  const { datasetId, target } = shelves.experiment[experimentId]!.question
  const lineage = shelves.dataset[datasetId]?.lineage
  const siblings = lineage === undefined ? [] : experimentsAbout({ shelves }, lineage)
  return [
    ...liveRuns({ shelves }, experimentId),
    ...siblings
      .filter(({ id, question }) => id !== experimentId && question.target === target)
      .flatMap(({ id }) => liveRuns({ shelves }, id))
      .filter(({ spec }) => spec.question.datasetId !== datasetId),
  ]
}

/** What tells a run from others beside its name: one with the name of its learner would say that twice. */
function withoutName(difference: string, name: string): string {
  const [first, ...others] = difference.split(', ')
  return first?.toLowerCase() === name.toLowerCase() ? others.join(', ') : difference
}

/** Which runs stand side by side, in which order; the leftmost is the base. All of it is in the address. */
export const CompareRuns = memo(function CompareRuns({
  experimentId,
  asked,
  compared,
}: {
  experimentId: ExperimentId
  /** How many runs the address names. */
  asked: number
  compared: readonly Compared[]
}) {
  const shelves = useAssay((state) => state.shelves)
  const ids = compared.map(({ run }) => run.id)
  const show = (runIds: readonly RunId[]) => changeComparison({ runIds })
  const move = (from: number, to: number) => show(ids.toSpliced(from, 1).toSpliced(to, 0, ids[from]!))
  const others = runsBeside(shelves, experimentId).filter((run) => hasModel(run) && !ids.includes(run.id))
  return (
    <section aria-label="Runs compared" className={styles.runs}>
      <ol>
        {compared.map(({ run, name, difference }, place) => {
          const { letter } = run.mark
          return (
            <li key={run.id} data-base={place === 0}>
              <a href={hrefOf({ page: 'run', runId: run.id })}>
                <RunMark mark={run.mark} kind={run.spec.learner.kind} />
                <span>
                  <b className="strong">{name}</b>
                  <span className="secondary"> {withoutName(difference, name)}</span>
                </span>
              </a>
              {place === 0 ? (
                <span className={styles.base}>base</span>
              ) : (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={`Make run ${letter} the base`}
                  onClick={() => move(place, 0)}
                >
                  Make base
                </Button>
              )}
              <span className={styles.moves}>
                <ActionIcon
                  variant="subtle"
                  size={24}
                  aria-label={`Move run ${letter} left`}
                  disabled={place === 0}
                  onClick={() => move(place, place - 1)}
                >
                  <IconArrowLeft size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  size={24}
                  aria-label={`Move run ${letter} right`}
                  disabled={place === compared.length - 1}
                  onClick={() => move(place, place + 1)}
                >
                  <IconArrowRight size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  size={24}
                  aria-label={`Take run ${letter} out of the comparison`}
                  disabled={compared.length === 2}
                  onClick={() => show(ids.toSpliced(place, 1))}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              </span>
            </li>
          )
        })}
        {others.length > 0 && compared.length < MOST_COMPARED && (
          <li>
            <Menu position="bottom-start" shadow="none" {...IN_PAGE}>
              <Menu.Target>
                <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />}>
                  Add a run
                </Button>
              </Menu.Target>
              <Menu.Dropdown className={styles.menu!}>
                {others.map((run) => (
                  <Menu.Item
                    key={run.id}
                    leftSection={<RunMark mark={run.mark} kind={run.spec.learner.kind} />}
                    onClick={() => show([...ids, run.id])}
                  >
                    {runName({ shelves }, run)}{' '}
                    <span className="secondary">
                      {describeLearner(run.spec.learner)}
                      {run.experimentId !== experimentId &&
                        `, on v${shelves.dataset[run.spec.question.datasetId]?.version}`}
                    </span>
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </li>
        )}
      </ol>
      {asked > compared.length && (
        <p className="caption">
          {asked > MOST_COMPARED
            ? `The first ${MOST_COMPARED} of ${asked} runs are shown. Explore them all as lines and points.`
            : 'Runs of the address that are not in this browser are left out.'}
        </p>
      )}
    </section>
  )
})
