import { askKey, leaveDraft } from '@/components/experiment/useDraft.ts'
import { chooseFiles, TABLES } from '@/components/shell/openFiles.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { propose } from '@/core/experiment/propose.ts'
import { questionFrom } from '@/core/experiment/question.ts'
import { changeSplitKind, splitChoices } from '@/core/split/change.ts'
import { useActions } from '@/state/useAssay.ts'

/**
 * Opens a second file, read as the first one was, and then the question about the target with that file as its test; what does not fit is said
 * there. Undefined where there is no target.
 */
export function useAddTestFile(dataset: Dataset, target: string | undefined): (() => Promise<void>) | undefined {
  const actions = useActions()
  if (target === undefined) return undefined
  return async () => {
    const files = await chooseFiles(TABLES)
    const test = files.length > 0 ? await actions().loadTestFiles(dataset.id, files) : undefined
    if (!test) return
    const question = questionFrom(dataset, target, propose(dataset, target, actions().found[dataset.id]))
    const choice = splitChoices(dataset, target, question.task).find(({ kind }) => kind === 'file')
    if (choice) {
      const split = changeSplitKind(question.split, choice, dataset, test.id)
      leaveDraft(askKey(dataset.id, target), { ...question, split })
    }
    goTo({ page: 'ask', datasetId: dataset.id, target })
  }
}
