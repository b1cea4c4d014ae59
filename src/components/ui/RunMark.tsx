import type { LearnerInfo } from '@/core/learner/info.ts'
import type { LearnerKind } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { RunMark as Mark, Run } from '@/core/run/run.ts'

const SHAPES = {
  circle: <circle cx="9" cy="9" r="7.75" />,
  octagon: <path d="M5.8 1.25h6.4l4.55 4.55v6.4l-4.55 4.55H5.8L1.25 12.2V5.8Z" />,
  diamond: <path d="M9 .9 17.1 9 9 17.1.9 9Z" />,
  square: <rect x="1.75" y="1.75" width="14.5" height="14.5" rx="2.5" />,
  triangle: <path d="M9 .9 17.4 16.4H.6Z" />,
  star: (
    <path d="m9 .6 2.4 2.3 3.3-.5.5 3.3L17.4 9l-2.2 2.4-.5 3.3-3.3-.5L9 17.4l-2.4-3.2-3.3.5-.5-3.3L.6 9l2.2-3.3.5-3.3 3.3.5Z" />
  ),
  hexagon: <path d="M9 .9 16.2 5v8L9 17.1 1.8 13V5Z" />,
  ring: (
    <>
      <circle cx="9" cy="9" r="7.75" />
      <circle cx="9" cy="9" r="5.75" strokeWidth=".75" />
    </>
  ),
} as const satisfies Record<LearnerInfo['shape'], unknown>

/** Letter, colour and shape of a run: the same wherever it is named. */
export function RunMark({ mark, kind, size = 18 }: { mark: Mark; kind: LearnerKind; size?: number }) {
  const shape = LEARNERS[kind].shape
  const colour = runColour(mark, kind)
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 18 18"
      role="img"
      aria-label={`Run ${mark.letter}`}
      style={{ flex: 'none' }}
    >
      <g
        fill={`color-mix(in oklab, ${colour} 14%, var(--surface-1))`}
        stroke={colour}
        strokeWidth="1.5"
        strokeDasharray={shape === 'diamond' ? '2 1.5' : mark.dashed ? '3 2' : undefined}
      >
        {SHAPES[shape]}
      </g>
      <text
        x="9"
        y={shape === 'triangle' ? 14.2 : 12.4}
        textAnchor="middle"
        fontSize={(mark.letter.length > 1 ? 7 : 9.5) - (shape === 'triangle' ? 1.5 : 0)}
        fontWeight="650"
        fill="var(--text-1)"
      >
        {mark.letter}
      </text>
    </svg>
  )
}

/** The CSS colour of a run's lines and marks; a baseline is grey. */
function runColour(mark: Mark, kind: LearnerKind): string {
  return kind === 'baseline' ? 'var(--line-3)' : `var(--run-${mark.colour})`
}

export function runColourOf(run: Pick<Run, 'mark' | 'spec'>): string {
  return runColour(run.mark, run.spec.learner.kind)
}
