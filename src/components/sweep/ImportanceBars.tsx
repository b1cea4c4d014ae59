import { formatShare } from '@/core/format/format.ts'
import { IMPORTANCE_TRIALS } from '@/core/sweep/importance.ts'
import styles from './sweep.module.css'

/** How much of the differences between trials each setting makes by itself, the most first. */
export function ImportanceBars({
  shares,
  labelOf,
}: {
  shares: ReadonlyMap<string, number> | undefined
  labelOf: (key: string) => string
}) {
  return (
    <section aria-labelledby="importance" className={styles.part}>
      <h2 id="importance">
        What matters <small>share of the differences between trials that a setting makes by itself</small>
      </h2>
      {shares ? (
        <table className={styles.bars}>
          <tbody>
            {[...shares]
              .toSorted(([, a], [, b]) => b - a)
              .map(([key, share]) => (
                <tr key={key}>
                  <th scope="row">{labelOf(key)}</th>
                  <td className="n">{formatShare(share)}</td>
                  <td aria-hidden>
                    <span style={{ width: `${100 * share}%` }} />
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      ) : (
        <p className="secondary">Told once {IMPORTANCE_TRIALS} trials have ended that differ.</p>
      )}
    </section>
  )
}
