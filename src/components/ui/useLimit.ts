import { useState } from 'react'

/** How long one part of a view may take: as the view says, until it was given more; another choice for the view holds for it again. */
export function useLimit(
  ofView: number | undefined,
): readonly [budgetMs: number | undefined, give: (budgetMs: number | undefined) => void] {
  const [given, setGiven] = useState<{ readonly to: number | undefined; readonly budgetMs: number | undefined }>()
  const budgetMs = given && given.to === ofView ? given.budgetMs : ofView
  return [budgetMs, (more) => setGiven({ to: ofView, budgetMs: more })]
}
