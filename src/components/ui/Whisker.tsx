import styles from './ui.module.css'

/** A value as a bar from the zero line in the middle, with its interval over it; −1 to 1 from end to end. */
export function Whisker({ value, low, high, colour }: { value: number; low: number; high: number; colour: string }) {
  const place = (at: number) => 50 + 49 * at
  return (
    <svg className={styles.whisker} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <path d="M50 0V8" stroke="var(--line-3)" strokeWidth="1" vectorEffect="non-scaling-stroke" />
      <rect
        x={Math.min(50, place(value))}
        y="1.5"
        height="5"
        width={Math.abs(place(value) - 50)}
        fill={colour}
        fillOpacity=".45"
      />
      {low < high && (
        <path
          d={`M${place(low)} 4H${place(high)}`}
          stroke={colour}
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  )
}
