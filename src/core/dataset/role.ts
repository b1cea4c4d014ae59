/**
 * What part a column plays in a question, beside the target:
 * - `feature`: learned from. What a column is unless somebody says otherwise.
 * - `identifier`, `time`, `group`: at hand for the steps of a recipe (a lag needs its time and its group), not learned from.
 * - `later`: not known when a prediction is wanted. Neither steps nor learner ever see it.
 */
export const ROLES = ['feature', 'identifier', 'time', 'group', 'later'] as const
export type Role = (typeof ROLES)[number]

/** Roles by column; those that are not named are features. */
export type Roles = Readonly<Record<string, Role>>
