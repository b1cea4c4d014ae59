import { Button } from '@mantine/core'
import { useState } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount, formatScore, formatUnits } from '@/core/format/format.ts'
import { figureOf, sizeOf } from '@/core/profile/associate.ts'
import type { Associations } from '@/core/profile/jobs.ts'
import { sayFewRows } from '@/core/profile/words.ts'
import { AssociationTable } from './AssociationTable.tsx'
import { HeatMap } from './HeatMap.tsx'
import { Part } from './Part.tsx'
import styles from './profile.module.css'
import type { AssociationsAsked } from './useAssociations.ts'
import { Waiting } from './Waiting.tsx'

/** Pairs listed in the table at once. */
const LISTED = 200

/** Columns against each other: a heat map, and every pair as a row. */
export function AssociationSection({
  asked,
  onColumn,
}: {
  asked: AssociationsAsked
  onColumn: (name: string) => void
}) {
  const [isTable, setTable] = useState(false)
  const { output, onFrom } = asked
  return (
    <Part
      title="Columns against each other"
      aside={
        output &&
        output.pairs.length > 0 && (
          <Button
            variant="subtle"
            aria-label={`Show as ${isTable ? 'heat map' : 'table'}: associations`}
            onClick={() => setTable(!isTable)}
          >
            Show as {isTable ? 'heat map' : 'table'}
          </Button>
        )
      }
    >
      {!output ? (
        <Waiting asked={asked} what="Measuring pairs of columns" unit="pair" rows={6} />
      ) : (
        <>
          <p className={styles.verdict}>{sayAssociations(output)}</p>
          {output.total > output.names.length && <Pages output={output} onFrom={onFrom} />}
          {output.pairs.length > 0 &&
            (isTable ? (
              <PairTable output={output} />
            ) : (
              <HeatMap output={output} verdict={sayAssociations(output)} onColumn={onColumn} />
            ))}
          <p className="caption">
            {output.pairs.length > 0 &&
              `Numbers and dates by Pearson’s and Spearman’s correlation (the map shows the greater), categories by Cramér’s V without bias, a category and a number by the correlation ratio.${sayRanked(output)} `}
            {output.leftOut.length > 0 &&
              `Left out: ${output.leftOut.map(({ name, why }) => `${name} (${why})`).join(', ')}.`}
          </p>
        </>
      )}
    </Part>
  )
}

function sayAssociations({ pairs, names }: Associations): string {
  if (names.length < 2) return 'There are no two columns here that can be measured against each other.'
  const [first, second] = [...pairs].sort((a, b) => sizeOf(b) - sizeOf(a))
  if (!first) return 'No two columns have values in the same rows, so none can be measured against each other.'
  if (sizeOf(first) < 0.1)
    return pairs.length === 1
      ? `${first.a} and ${first.b} do not go together.`
      : `None of ${formatUnits(pairs.length, 'pair')} of columns goes together.`
  const say = (pair: NonNullable<typeof first>) => `${pair.a} and ${pair.b} (${formatScore(figureOf(pair) ?? 0)})`
  return `${say(first)} go together most${second && sizeOf(second) >= 0.1 ? `, then ${say(second)}` : ''}.${sayFewRows(first)}`
}

/** Where ranks rest on fewer rows than the rest does, it is said. */
function sayRanked({ pairs }: Associations): string {
  const sampled = pairs.filter(({ strength, spearman }) => spearman && spearman.rows < strength.rows)
  if (sampled.length === 0) return ''
  const rows = Math.max(...sampled.map(({ spearman }) => spearman!.rows))
  return ` Where cells are missing, Spearman’s rests on a sample of at most ${formatUnits(rows, 'row')}.`
}

function Pages({ output: { names, from, total }, onFrom }: { output: Associations; onFrom: (from: number) => void }) {
  const last = from + names.length
  const step = Math.max(1, names.length)
  return (
    <p className={styles.pages}>
      Columns {formatCount(from + 1)} to {formatCount(last)} of the {formatCount(total)} that can be measured, so many
      at a time.
      <Button size="xs" disabled={from === 0} onClick={() => onFrom(Math.max(0, from - step))}>
        Earlier columns
      </Button>
      <Button size="xs" disabled={last >= total} onClick={() => onFrom(last)}>
        Later columns
      </Button>
    </p>
  )
}

function PairTable({ output: { pairs } }: { output: Associations }) {
  return (
    <Scrollable label="Associations, as a table" className={styles.pairTable!}>
      <AssociationTable
        associations={pairs}
        listed={LISTED}
        caption={pairs.length > LISTED ? `The ${LISTED} strongest of ${formatUnits(pairs.length, 'pair')}` : undefined}
        heads={['Columns', 'Rows with both']}
      >
        {({ a, b }) => (
          <td className={styles.value}>
            {a} and {b}
          </td>
        )}
      </AssociationTable>
    </Scrollable>
  )
}
