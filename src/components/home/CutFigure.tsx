import styles from './home.module.css'

const COLUMNS = 36

/** Dots in a column for a class whose scores pile up around `centre`. */
function pile(column: number, centre: number, spread: number, tallest: number): number {
  const distance = (column / (COLUMNS - 1) - centre) / spread
  return Math.round(tallest * Math.exp(-distance * distance))
}

const STEP = 11
const RISE = 7.2
const MIDDLE = 175

/** Every dot of one class; `direction` −1 piles upwards, 1 downwards. */
function dots(direction: -1 | 1, centre: number, spread: number, tallest: number) {
  return Array.from({ length: COLUMNS }, (_, column) =>
    Array.from({ length: pile(column, centre, spread, tallest) }, (_, dot) => ({
      key: `${column}.${dot}`,
      x: 7 + column * STEP,
      y: MIDDLE + direction * (8 + dot * RISE),
    })),
  ).flat()
}

const others = dots(-1, 0.2, 0.3, 18)
const asked = dots(1, 0.8, 0.32, 13)

/** A picture of the idea, not of any data: two classes by their scores, and the cut between them. */
export function CutFigure() {
  return (
    <svg className={styles.figure} viewBox="0 0 400 330" aria-hidden>
      <text x="0" y="14" className={styles.figureText}>
        rows of one class
      </text>
      {others.map(({ key, x, y }) => (
        <circle key={key} cx={x} cy={y} r="2.3" fill="var(--bar)" />
      ))}
      {asked.map(({ key, x, y }) => (
        <circle key={key} cx={x} cy={y} r="2.3" fill="var(--accent)" />
      ))}
      <path d={`M0 ${MIDDLE}H400`} stroke="var(--line-2)" />
      <path d="M190 22V300" stroke="var(--text-1)" strokeWidth="1.5" />
      <text x="197" y="32" className={styles.figureCut}>
        the cut
      </text>
      <text x="400" y="288" textAnchor="end" className={styles.figureAccent}>
        rows of the class you asked about
      </text>
      <path d="M.5 304v-4H399.5v4" fill="none" stroke="var(--line-3)" />
      <text x="0" y="320" className={styles.figureText}>
        score 0
      </text>
      <text x="400" y="320" textAnchor="end" className={styles.figureText}>
        1
      </text>
    </svg>
  )
}
