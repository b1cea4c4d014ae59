import { useEffect } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { withoutPlanned, withPlanned } from '@/core/experiment/planned.ts'
import type { Recipe, Step } from '@/core/recipe/recipe.ts'
import type { Draft } from './useDraft.ts'

const NONE: readonly Step[] = []

/**
 * Brings steps that were planned from findings into a draft that was edited before: each once, so that one that the person
 * removed from the draft stays away; and takes out those whose plan was taken back. A draft without edits has them anyway.
 */
export function usePlanned({
  key,
  draft: { question, change },
  kept,
  proposed,
  planned = NONE,
  dataset,
}: {
  key: string
  draft: Draft
  /** The question without edits, planned steps in it. */
  kept: Question
  /** The recipe that was proposed, without planned steps. */
  proposed: Recipe
  planned: readonly Step[] | undefined
  dataset: Dataset
}): void {
  useEffect(() => {
    const name = `${key}/planned`
    if (question !== kept) {
      const taken = restore(name)
      const fresh = planned.filter(({ id }) => !taken.some((step) => step.id === id))
      const gone = taken.filter(({ id }) => !planned.some((step) => step.id === id))
      if (fresh.length > 0 || gone.length > 0) {
        const rest = withoutPlanned(question.recipe, gone, proposed)
        change({ ...question, recipe: withPlanned(rest, fresh, dataset, question) })
      }
    }
    if (planned.length > 0) sessionStorage.setItem(name, JSON.stringify(planned))
    else sessionStorage.removeItem(name)
  }, [key, question, change, kept, proposed, planned, dataset])
}

/** The steps that the draft has had; only this page writes them. */
function restore(name: string): readonly Step[] {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '[]')
  } catch {
    return NONE
  }
}
