import type { Comparison } from '../compare/comparison.ts'
import { html, type Markup } from './html.ts'
import type { ReportedRun } from './reported.ts'

/** The head of a table with a column for each run. */
export function runHeads(runs: readonly ReportedRun[], corner: string): Markup {
  return html`<thead><tr><th scope="col">${corner}</th>${runs.map(
    (each, place) => html`<th scope="col" class="n">${markOf(each)}${each.name}${place === 0 && ' (base)'}</th>`,
  )}</tr></thead>`
}

/** The letter of a run in its frame. */
export function markOf({ run, colour }: Pick<ReportedRun, 'run' | 'colour'>): Markup {
  return html`<span class="mark" style="border-color: ${colour}"><b>${run.mark.letter}</b></span>`
}

/** A table that scrolls on its own. */
export function table(label: string, content: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>${content}</table></div>`
}

/** A difference from the zero line in the middle, with its interval; all on one axis, beyond which ends stop. */
export function whisker(
  { difference, low, high }: Pick<Comparison, 'difference' | 'low' | 'high'>,
  furthest: number,
  colour: string,
): Markup {
  const place = (value: number) => Math.round(10 * (50 + 49 * Math.max(-1, Math.min(1, value / furthest)))) / 10
  const from = Math.min(50, place(difference))
  return html`<svg class="whisker" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><path d="M50 0V8" stroke="var(--line-3)" vector-effect="non-scaling-stroke"/><rect x="${from}" y="1.5" height="5" width="${Math.abs(place(difference) - 50)}" fill="${colour}" fill-opacity=".45"/>${
    low < high &&
    html`<path d="M${place(low)} 4H${place(high)}" stroke="${colour}" stroke-width="1.5" vector-effect="non-scaling-stroke"/>`
  }</svg>`
}
