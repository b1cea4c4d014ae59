import { Select } from '@mantine/core'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
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
  const proposed = proposal && metricsFor(task).includes(proposal.metric.value) ? proposal.metric : undefined
  return (
    <Section
      title="Measure"
      chosen={`Runs are ranked by ${METRICS[metric].label}, ${METRICS[metric].better} is better.`}
      reason={proposed?.reason}
      isChanged={proposed !== undefined && proposed.value !== metric}
      onReset={() => proposed && onChange({ ...question, metric: proposed.value })}
    >
      <Select
        aria-label="Measure"
        w={220}
        allowDeselect={false}
        value={metric}
        data={metricsFor(task).map((each) => ({ value: each, label: METRICS[each].label }))}
        onChange={(value) => value && onChange({ ...question, metric: value as MetricName })}
      />
      <p className="caption">{METRICS[metric].meaning}</p>
    </Section>
  )
}
