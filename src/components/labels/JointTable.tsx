import type { CSSProperties } from 'react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import { formatCount } from '@/core/format/format.ts'
import type { LabelFindings } from '@/core/labels/labelCheck.ts'
import type { Run } from '@/core/run/run.ts'
import styles from './labels.module.css'

/** Past this many classes the filter of the list says as much in less room. */
const MOST_CLASSES = 12

/** The confident joint: rows by the label they carry, and the class that they are confidently of. */
export function JointTable({ run, found }: { run: Run; found: Extract<LabelFindings, { kind: 'classes' }> }) {
  const { classes } = run.spec.question
  const { joint, counts } = found
  if (classes.length > MOST_CLASSES) return null
  const most = Math.max(1, ...joint.flatMap((row, label) => row.filter((_, k) => k !== label)))
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h3>Label against what a row seems to be</h3>
        <span className="caption">confident rows only, others are not counted</span>
      </figcaption>
      <Scrollable label="Confident joint" className={study.scroll!}>
        <table className={styles.joint}>
          <thead>
            <tr>
              <th scope="col">Labelled</th>
              {classes.map((name) => (
                <th key={name} scope="col" className="n">
                  seems {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {joint.map((row, label) => (
              <tr key={classes[label]}>
                <th scope="row">{classes[label]}</th>
                {row.map((count, suggested) => {
                  const isOff = label !== suggested && count > 0
                  const href =
                    isOff && counts[label]![suggested]! > 0
                      ? hrefOf({
                          page: 'run',
                          runId: run.id,
                          view: 'labels',
                          label: classes[label],
                          seems: classes[suggested],
                        })
                      : undefined
                  return (
                    <td
                      key={classes[suggested]}
                      className="n"
                      data-off={isOff || undefined}
                      style={
                        isOff ? ({ '--share': `${Math.round((100 * count) / most)}%` } as CSSProperties) : undefined
                      }
                    >
                      {href ? (
                        <a
                          href={href}
                          aria-label={`${formatCount(count)} labelled ${classes[label]} seem to be ${classes[suggested]}: list them`}
                        >
                          {formatCount(count)}
                        </a>
                      ) : (
                        formatCount(count)
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </figure>
  )
}
