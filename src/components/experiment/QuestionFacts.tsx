import type { ReactNode } from 'react'
import { Page } from '@/components/shell/Page.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { Experiment, Question } from '@/core/experiment/experiment.ts'
import { sayPurpose } from '@/core/experiment/purpose.ts'
import { formatUnits } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { describeStep } from '@/core/recipe/describe.ts'
import { listNames } from '@/core/recipe/steps/info.ts'
import { describeSplit } from '@/core/split/describe.ts'
import styles from './experiment.module.css'
import recipeStyles from './recipe.module.css'
import { Section } from './Section.tsx'

/** A question whose rows are elsewhere, as that of an opened bundle: to read, not to change. */
export function QuestionFacts({
  experiment,
  heading,
  actions,
}: {
  experiment: Experiment
  heading: ReactNode
  actions: ReactNode
}) {
  const { question } = experiment
  const { metric, split, recipe } = question
  const said = sayPurpose(question)
  return (
    <Page
      title={experiment.name}
      heading={heading}
      facts={
        <span>
          asks about <b>{question.target}</b>
        </span>
      }
      actions={actions}
    >
      <div className={styles.editor}>
        <p className={styles.notice}>
          The rows that this question was asked of are not in this browser, so it can be read but not changed or trained
          on. Its <a href={hrefOf({ page: 'runs', experimentId: experiment.id })}>runs</a> predict all the same.
        </p>
        <Section title="Task" chosen={sayTask(question)}>
          {question.classes.length > 2 && <p className="secondary">{listNames(question.classes, 50)}</p>}
        </Section>
        {said && <Section title="Purpose" chosen={`${said}.`} />}
        <Section
          title="Measure"
          chosen={`Runs are ranked by ${METRICS[metric].label}, ${METRICS[metric].better} is better.`}
          reason={METRICS[metric].meaning}
        />
        <Section title="Split" chosen={`${describeSplit(split)}.`} />
        <Section
          title="Preparation"
          chosen={
            recipe.steps.length === 0 ? 'Columns go in as they are.' : `${formatUnits(recipe.steps.length, 'step')}.`
          }
        >
          <ol className={recipeStyles.steps}>
            {recipe.steps.map((step, index) => (
              <li key={step.id} className={recipeStyles.step} data-plain data-off={!step.on || undefined}>
                <span className={recipeStyles.stepNumber}>{index + 1}</span>
                <div className={recipeStyles.stepText}>
                  <p>
                    {describeStep(step)}
                    {!step.on && <span className="caption"> off</span>}
                  </p>
                  {step.reason && <p className="caption">{step.reason}</p>}
                </div>
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </Page>
  )
}

function sayTask({ target, task, classes }: Question): string {
  if (task === 'regression') return `How much is ${target}?`
  return task === 'binary'
    ? `Is ${target} ${classes[1]}, or ${classes[0]}?`
    : `Which ${target} is it, of ${classes.length}?`
}
