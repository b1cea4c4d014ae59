import type { Disparity } from '@/core/fairness/between.ts'
import { DISPARITY_WORDS } from '@/core/fairness/words.ts'
import { formatScore } from '@/core/format/format.ts'
import styles from './fairness.module.css'
import { RatioWhisker } from './RatioWhisker.tsx'

/** Figures of all groups together, as Fairlearn defines them, with what they say. */
export function Disparities({ disparities }: { disparities: readonly Disparity[] }) {
  return (
    <dl className={styles.disparities}>
      {disparities.map(({ name, value, interval }) => (
        <div key={name}>
          <dt>{DISPARITY_WORDS[name].label}</dt>
          <dd>
            <b>{formatScore(value)}</b>
            {interval && (
              <span className="secondary">
                {' '}
                {formatScore(interval.low)} to {formatScore(interval.high)}
              </span>
            )}
            {name === 'demographicParityRatio' && (
              <RatioWhisker ratio={value} interval={interval} colour="var(--text-2)" />
            )}
            <span className="caption">
              {DISPARITY_WORDS[name].meaning}
              {name === 'demographicParityRatio' && '; the dashed line is the four-fifths rule, .80'}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
