import { useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { missingPlanned, withoutPlanned, withPlanned } from '@/core/experiment/planned.ts'
import { canonicalJson } from '@/core/hash.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import { useAssay } from '@/state/useAssay.ts'
import type { Draft } from './useDraft.ts'

const NONE: readonly Step[] = []

/** What a person did with the steps that were offered to one question. */
interface Answers {
  /** Put into the draft. */
  readonly added: readonly Step[]
  /** Left out: the ids of steps that are offered no more. */
  readonly left: readonly string[]
}

export interface Offered {
  /** Steps planned from findings about the data that the draft lacks. */
  readonly missing: readonly Step[]
  /** Steps that the draft was given from here, and whose plan was taken back since. */
  readonly takenBack: readonly Step[]
  readonly add: (steps: readonly Step[]) => void
  readonly takeOut: (steps: readonly Step[]) => void
  /** Offers steps no more, in this tab. */
  readonly leave: (steps: readonly Step[]) => void
}

/**
 * Steps that were planned from findings about a dataset, for a question that was asked already. They go into its draft only
 * when the person says so, as an edit like any other: undone with it, and kept only once it is saved.
 * @param key Of the draft; what was answered is kept beside it as long as the tab's session.
 * @param kept The question as it is kept.
 */
export function useOffered(key: string, draft: Draft, kept: Question, dataset: Dataset): Offered {
  const planned = useAssay((state) => state.planned[dataset.lineage]) ?? NONE
  const name = `${key}/planned`
  const [answers, setAnswers] = useState(() => restore(name))
  const { question, change } = draft
  const answer = (next: Answers) => {
    setAnswers(next)
    sessionStorage.setItem(name, JSON.stringify(next))
  }
  const out = (steps: readonly Step[]) => withoutPlanned(question.recipe, steps, kept.recipe)
  const before = canonicalJson(question.recipe)
  return {
    missing: missingPlanned(
      question,
      planned.filter(({ id }) => !answers.left.includes(id)),
      dataset,
    ),
    takenBack: answers.added.filter(
      (step) => !planned.some(({ id }) => id === step.id) && canonicalJson(out([step])) !== before,
    ),
    add: (steps) => {
      const others = answers.added.filter(({ id }) => !steps.some((step) => step.id === id))
      answer({ ...answers, added: [...others, ...steps] })
      change({ ...question, recipe: withPlanned(question.recipe, steps, dataset, question) })
    },
    takeOut: (steps) => change({ ...question, recipe: out(steps) }),
    leave: (steps) => answer({ ...answers, left: [...answers.left, ...steps.map(({ id }) => id)] }),
  }
}

/** Only this page writes them. */
function restore(name: string): Answers {
  try {
    const { added = NONE, left = [] } = JSON.parse(sessionStorage.getItem(name) ?? '{}') as Partial<Answers>
    return { added, left }
  } catch {
    return { added: NONE, left: [] }
  }
}
