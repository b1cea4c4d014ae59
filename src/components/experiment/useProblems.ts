import { useMemo } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { findProblems, hasProblems, type QuestionProblems } from '@/core/experiment/question.ts'
import { useAssay } from '@/state/useAssay.ts'

/** What keeps a question from being asked, where to look for it, or nothing. */
export function useProblems(
  dataset: Dataset,
  question: Question,
): { readonly problems: QuestionProblems; readonly whyNot: string | undefined } {
  const { split } = question
  const testFile = useAssay((state) => (split.kind === 'file' ? state.shelves.dataset[split.testDatasetId] : undefined))
  return useMemo(() => {
    const problems = findProblems(dataset, question, testFile?.deletedAt ? undefined : testFile)
    const where = problems.split.length > 0 ? 'the split' : 'the preparation'
    return { problems, whyNot: hasProblems(problems) ? `Put right what is marked in ${where} first.` : undefined }
  }, [dataset, question, testFile])
}
