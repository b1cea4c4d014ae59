import type { DatasetId } from '@/core/dataset/dataset.ts'
import type { Finding } from '@/core/finding/finding.ts'
import type { Recipe, Step } from '@/core/recipe/recipe.ts'
import type { Slice } from './store.ts'

/** Steps that a person accepted before there is a question, by the lineage of the data. */
export interface PlanSlice {
  readonly planned: Readonly<Record<DatasetId, readonly Step[]>>
  /** What the profile of a dataset found, once somebody looked at it on this page. */
  readonly found: Readonly<Record<DatasetId, readonly Finding[]>>
  /** Keeps what a profile found, for the proposals of questions. */
  keepFindings(id: DatasetId, findings: readonly Finding[]): void
  /** Keeps a step for the next questions about this data, undoably. */
  planStep(lineage: DatasetId, step: Step, label: string): Promise<void>
  /** Takes a kept step back, undoably. */
  unplanStep(lineage: DatasetId, stepId: Step['id'], label: string): Promise<void>
}

const KEY = 'assay:planned'

export const createPlanSlice: Slice<PlanSlice> = (set, get) => {
  const stepsOf = (lineage: DatasetId) => get().planned[lineage] ?? []
  const put = async (lineage: DatasetId, steps: readonly Step[]) => {
    set(({ planned }) => ({ planned: { ...planned, [lineage]: steps } }))
    keep(get().planned)
  }
  // The first page needs neither steps nor what checks them; a session that kept some does.
  if (hasKept()) void restore().then((planned) => set((state) => ({ planned: { ...planned, ...state.planned } })))
  return {
    planned: {},
    found: {},
    keepFindings: (id, findings) => set(({ found }) => ({ found: { ...found, [id]: findings } })),
    async planStep(lineage, step, label) {
      const without = () => stepsOf(lineage).filter(({ id }) => id !== step.id)
      await get().perform({
        label,
        redo: () => put(lineage, [...without(), step]),
        undo: () => put(lineage, without()),
      })
    },
    async unplanStep(lineage, stepId, label) {
      const before = stepsOf(lineage)
      if (!before.some(({ id }) => id === stepId)) return
      await get().perform({
        label,
        redo: () =>
          put(
            lineage,
            stepsOf(lineage).filter(({ id }) => id !== stepId),
          ),
        undo: () => put(lineage, before),
      })
    },
  }
}

/** As long as the tab's session, like the drafts of questions. */
function keep(planned: PlanSlice['planned']): void {
  try {
    sessionStorage.setItem(
      KEY,
      JSON.stringify(Object.entries(planned).map(([lineage, steps]) => [lineage, { schema: 1, steps }])),
    )
  } catch {
    // No room, or no session: they last as long as the page.
  }
}

function hasKept(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}

async function restore(): Promise<PlanSlice['planned']> {
  try {
    const { recipeSchema } = await import('@/core/schema/recipe.ts')
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [DatasetId, Recipe][]
    return Object.fromEntries(kept.map(([lineage, recipe]) => [lineage, recipeSchema.parse(recipe).steps]))
  } catch {
    // What an older page left behind is no reason to fail.
    return {}
  }
}
