import { IconAlertTriangle } from '@tabler/icons-react'
import { useMemo, useRef } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Proposal, Proposed, Question } from '@/core/experiment/experiment.ts'
import { proposalFor, propose } from '@/core/experiment/propose.ts'
import type { QuestionProblems } from '@/core/experiment/question.ts'
import type { Finding } from '@/core/finding/finding.ts'
import type { LeakReport, SplitEvidence } from '@/core/leak/leak.ts'
import { EMPTY_RECIPE } from '@/core/recipe/edit.ts'
import { type RefinedSplit, refineSplit } from '@/core/split/evidence.ts'
import type { SplitSpec } from '@/core/split/split.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './experiment.module.css'
import { LeakSection } from './LeakSection.tsx'
import { MeasureSection } from './MeasureSection.tsx'
import { PurposeSection } from './PurposeSection.tsx'
import { RecipeSection } from './RecipeSection.tsx'
import { SplitSection } from './SplitSection.tsx'
import { TaskSection } from './TaskSection.tsx'
import { useLeaks } from './useLeaks.ts'

const NONE: readonly Finding[] = []

/** The whole question, part by part, each with what Assay proposes and why. */
export function QuestionEditor({
  dataset,
  question,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  problems: QuestionProblems
  /** @param topic What the edit is of, where several are to be undone as one (typing). */
  onChange: (question: Question, topic?: string) => void
}) {
  const { target, task, roles } = question
  const findings = useAssay((state) => state.found[dataset.id]) ?? NONE
  const first = useMemo(() => attempt(() => propose(dataset, target, findings)), [dataset, target, findings])
  // Measure, split and preparation are judged by what is proposed for the task that was chosen.
  const proposal = useMemo(
    () => attempt(() => proposalFor(dataset, target, { task, roles, findings })),
    [dataset, target, task, roles, findings],
  )
  // What comes back when a column that was only known later is an input again.
  const whole = useMemo(
    () => attempt(() => proposalFor(dataset, target, { task, findings })),
    [dataset, target, task, findings],
  )
  const leaks = useLeaks(question, problems.split.length === 0)
  const refined = useRefined(proposal?.split, leaks.report, `${dataset.id}/${target}/${task}`, target)
  const column = dataset.columns.find(({ name }) => name === target)
  if (!column) return null
  const home = whole?.recipe.value ?? EMPTY_RECIPE
  return (
    <>
      {proposal && proposal.warnings.length > 0 && (
        <ul className={styles.warnings} aria-label="To know before asking">
          {proposal.warnings.map((warning) => (
            <li key={warning}>
              <IconAlertTriangle size={15} aria-hidden />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
      <TaskSection dataset={dataset} column={column} question={question} proposal={first} onChange={onChange} />
      <PurposeSection question={question} onChange={onChange} />
      <MeasureSection question={question} proposal={proposal} onChange={onChange} />
      <SplitSection
        dataset={dataset}
        question={question}
        proposal={proposal}
        refined={refined}
        problems={problems.split}
        onChange={onChange}
      />
      <LeakSection dataset={dataset} question={question} leaks={leaks} proposed={home} onChange={onChange} />
      <RecipeSection
        dataset={dataset}
        question={question}
        proposal={proposal}
        whole={home}
        problems={problems}
        onChange={onChange}
      />
    </>
  )
}

/**
 * The proposed split with what the first look at the rows says of it. Later looks, under other splits, change nothing: a
 * proposal that moved with what one makes of it would be none.
 */
function useRefined(
  split: Proposed<SplitSpec> | undefined,
  report: LeakReport | undefined,
  about: string,
  target: string,
): RefinedSplit | undefined {
  const first = useRef<{ readonly about: string; readonly evidence: SplitEvidence } | undefined>(undefined)
  if (report && first.current?.about !== about) first.current = { about, evidence: report.evidence }
  const evidence = first.current?.about === about ? first.current.evidence : undefined
  return useMemo(
    () => split && (evidence ? refineSplit(split, evidence, target) : { split }),
    [split, evidence, target],
  )
}

/** A column that nothing can be asked of any more has no proposal; what was asked of it stands. */
function attempt(make: () => Proposal): Proposal | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
