export interface GroupRareStep {
  readonly kind: 'groupRare'
  readonly columns: readonly string[]
  /** Values held by less than this share of the training rows become `other`. */
  readonly minShare: number
  readonly other: string
}

export interface GroupRareFitted {
  readonly kind: 'groupRare'
  readonly other: string
  readonly keep: readonly { readonly column: string; readonly values: readonly string[] }[]
}

export type CategoryStep = GroupRareStep
export type CategoryFitted = GroupRareFitted
