import { Select } from '@mantine/core'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { chooser } from './chooser.ts'
import styles from './controls.module.css'
import { Section } from './Section.tsx'

/** The metric by which runs are ranked. */
export function MeasureSection({
  question,
  proposal,
  onChange,
}: {
  question: Question
  proposal: Proposal | undefined
  onChange: (question: Question) => void
}) {
  const { metric, task } = question
  return (
    <Section
      title="Measure"
      chosen={
        <>
          Runs are ranked by <b>{METRICS[metric].label}</b>, {METRICS[metric].better} is better.
        </>
      }
      reason={proposal?.metric.reason}
      isChanged={proposal !== undefined && proposal.metric.value !== metric}
      onReset={() => proposal && onChange({ ...question, metric: proposal.metric.value })}
    >
      <div className={styles.line}>
        <Select
          {...chooser}
          aria-label="Measure"
          className={styles.medium!}
          comboboxProps={{ ...chooser.comboboxProps, width: 460, position: 'bottom-start' }}
          allowDeselect={false}
          value={metric}
          data={metricsFor(task).map((each) => ({ value: each, label: METRICS[each].label }))}
          renderOption={({ option: { value, label } }) => (
            <span className={styles.optionText}>
              <b>{label}</b>
              <span className="caption">{METRICS[value as MetricName].meaning}</span>
            </span>
          )}
          onChange={(value) => value && onChange({ ...question, metric: value as MetricName })}
        />
        <p className="caption">{METRICS[metric].meaning}</p>
      </div>
    </Section>
  )
}
