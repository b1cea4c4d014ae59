import { Whisker } from '@/components/ui/Whisker.tsx'
import type { Comparison } from '@/core/compare/comparison.ts'

/** A difference with its interval; ends beyond the axis stop there. */
export function DifferenceWhisker({
  of,
  furthest,
  colour,
}: {
  of: Pick<Comparison, 'difference' | 'low' | 'high'>
  furthest: number
  colour: string
}) {
  const place = (value: number) => Math.max(-1, Math.min(1, value / furthest))
  return <Whisker value={place(of.difference)} low={place(of.low)} high={place(of.high)} colour={colour} />
}
