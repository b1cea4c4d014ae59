import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import type { Ranked } from '@/core/run/leaderboard.ts'
import styles from './run.module.css'

/** The head of a table with a column for each run, the base first. */
export function CompareHeads({ compared, corner }: { compared: readonly Ranked[]; corner: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{corner}</th>
        {compared.map(({ run, name }, index) => (
          <th key={run.id} scope="col" className="n">
            <a className={styles.runLink} href={hrefOf({ page: 'run', runId: run.id })}>
              <RunMark mark={run.mark} kind={run.spec.learner.kind} /> {name}
            </a>
            {index === 0 && <span className={styles.tag}>base</span>}
          </th>
        ))}
      </tr>
    </thead>
  )
}
