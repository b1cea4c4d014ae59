import { Fragment } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import { missingPlanned } from '@/core/experiment/planned.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import { experimentsAbout } from '@/state/experiment.ts'
import { useAssay } from '@/state/useAssay.ts'

/** Questions named one by one. */
const NAMED = 4

/** The questions asked of this data that lack planned steps, and so are offered them. */
export function OfferedTo({ lineage, planned }: { lineage: DatasetId; planned: readonly Step[] }) {
  const asked = useAssay(
    useShallow((state) =>
      experimentsAbout(state, lineage).filter(({ question }) => {
        const dataset = state.shelves.dataset[question.datasetId]
        return dataset && missingPlanned(question, planned, dataset).length > 0
      }),
    ),
  )
  if (asked.length === 0) return null
  const named = asked.slice(0, NAMED)
  const more = asked.length - named.length
  return (
    <>
      {' '}
      {asked.length === 1 ? 'The question that was' : 'Questions that were'} asked before{' '}
      {asked.length === 1 ? 'is' : 'are'} offered what {asked.length === 1 ? 'it lacks' : 'they lack'}:{' '}
      {named.map(({ id, name }, i) => (
        <Fragment key={id}>
          {i > 0 && (i === named.length - 1 && more === 0 ? ' and ' : ', ')}
          <a href={hrefOf({ page: 'question', experimentId: id })}>{name}</a>
        </Fragment>
      ))}
      {more > 0 && ` and ${formatUnits(more, 'other')}`}.
    </>
  )
}
