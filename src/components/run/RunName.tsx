import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import type { Run } from '@/core/run/run.ts'
import { runName } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './train.module.css'

/** A run by mark and name, leading to its page. */
export function RunName({ run }: { run: Run }) {
  const name = useAssay((state) => runName(state, run))
  return (
    <a className={styles.runName} href={hrefOf({ page: 'run', runId: run.id })}>
      <RunMark mark={run.mark} kind={run.spec.learner.kind} />
      <span>{name}</span>
    </a>
  )
}
