import { Checkbox } from '@mantine/core'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { isSetAside, setAside } from '@/core/experiment/question.ts'
import { formatCount } from '@/core/format/format.ts'
import styles from './experiment.module.css'
import { Section } from './Section.tsx'

/** Which columns go in: one click sets one aside or lets it in again. */
export function FeatureSection({
  dataset,
  question,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  problems: readonly string[]
  onChange: (question: Question) => void
}) {
  const { recipe, target } = question
  const columns = dataset.columns.filter(({ name }) => name !== target)
  const used = columns.filter(({ name }) => !isSetAside(recipe, name)).length
  return (
    <Section
      title="Columns"
      chosen={`${formatCount(used)} of ${formatCount(columns.length)} go in.`}
      reason={undefined}
      isChanged={false}
      onReset={() => {}}
      problems={problems}
    >
      <ul className={styles.features}>
        {columns.map(({ name, type }) => (
          <li key={name}>
            <Checkbox
              size="xs"
              label={
                <>
                  <TypeIcon type={type} /> {name}
                </>
              }
              checked={!isSetAside(recipe, name)}
              onChange={(event) =>
                onChange({ ...question, recipe: setAside(recipe, name, !event.currentTarget.checked) })
              }
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}
