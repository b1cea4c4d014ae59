import { useShallow } from 'zustand/react/shallow'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatUnits } from '@/core/format/format.ts'
import { experimentsAbout } from '@/state/experiment.ts'
import { liveRuns } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './aside.module.css'

/** Questions that were asked of this data already, of other versions too. */
export function AskedBefore({ dataset }: { dataset: Dataset }) {
  const shelves = useAssay((state) => state.shelves)
  const asked = useAssay(useShallow((state) => experimentsAbout(state, dataset.lineage)))
  if (asked.length === 0) return null
  return (
    <section className={styles.section}>
      <h2>Asked before</h2>
      <ul className={styles.list}>
        {asked.map(({ id, name, question }) => {
          const runs = liveRuns({ shelves }, id).length
          const version = shelves.dataset[question.datasetId]?.version
          return (
            <li key={id}>
              <a href={hrefOf(runs > 0 ? { page: 'runs', experimentId: id } : { page: 'question', experimentId: id })}>
                {name}
              </a>
              <span>
                {question.datasetId !== dataset.id && `v${version}, `}
                {runs > 0 ? formatUnits(runs, 'run') : 'no run yet'}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
