import { Button } from '@mantine/core'
import { NoSuchQuestion } from '@/components/shell/Absent.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { EditableName } from '@/components/ui/EditableName.tsx'
import { Empty } from '@/components/ui/Empty.tsx'
import type { Experiment, ExperimentId } from '@/core/experiment/experiment.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { QuestionDraft } from './QuestionDraft.tsx'
import { QuestionFacts } from './QuestionFacts.tsx'

/** A question that was asked: what it is, and how to change it. */
export function QuestionPage({ experimentId }: { experimentId: ExperimentId }) {
  const experiment = useAssay((state) => state.shelves.experiment[experimentId])
  const actions = useActions()
  if (!experiment) return <NoSuchQuestion />
  if (experiment.deletedAt)
    return (
      <Page title={experiment.name} facts={<span>removed</span>}>
        <Empty
          action={
            <Button variant="filled" onClick={() => void actions().restore('question', experiment.id)}>
              Restore the question
            </Button>
          }
        >
          {experiment.name} was removed. Its runs are still kept in this browser.
        </Empty>
      </Page>
    )
  return <KnownQuestion experiment={experiment} />
}

function KnownQuestion({ experiment }: { experiment: Experiment }) {
  const dataset = useAssay((state) => state.shelves.dataset[experiment.question.datasetId])
  const actions = useActions()
  const heading = (
    <EditableName
      name={experiment.name}
      label="Name of the question"
      onRename={(name) => void actions().renameExperiment(experiment.id, name)}
    />
  )
  const remove = (
    <Button
      onClick={() =>
        void actions()
          .deleteExperiment(experiment.id)
          .then(() => goTo({ page: 'home' }))
      }
    >
      Remove
    </Button>
  )
  return dataset ? (
    <QuestionDraft experiment={experiment} dataset={dataset} heading={heading} actions={remove} />
  ) : (
    <QuestionFacts experiment={experiment} heading={heading} actions={remove} />
  )
}
