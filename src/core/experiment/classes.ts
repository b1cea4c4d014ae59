import { compareLabels } from '../dataset/labels.ts'
import { formatCount } from '../format/format.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { Proposed } from './experiment.ts'
import type { ClassCount } from './target.ts'

const YES = new Set(
  'yes y true t positive pos churn churned left exited survived default defaulted fraud fraudulent spam sick ill disease diseased malignant abnormal fail failed failure success won win converted clicked subscribed approved accepted'.split(
    ' ',
  ),
)
const NO = new Set(
  'no n false f negative neg none never not non healthy benign normal ok genuine legit ham died retained stayed active rejected lost control'.split(
    ' ',
  ),
)

/**
 * Two classes as [negative, positive]. The positive one is what is asked about: the larger of two numbers, the one that
 * reads as a yes (or whose counterpart reads as a no), else the rarer; of equals the later in order.
 */
export function proposeClassOrder(counts: readonly [ClassCount, ClassCount]): Proposed<readonly string[]> {
  const [a, b] = counts
  const pick = (positive: ClassCount, because: string): Proposed<readonly string[]> => ({
    value: [positive === a ? b.label : a.label, positive.label],
    reason: `${positive.label} is asked about, ${because}. Swap the classes if you mean the other.`,
  })
  if ([a, b].every(({ label }) => label.trim() !== '' && Number.isFinite(Number(label))))
    return pick(Number(a.label) > Number(b.label) ? a : b, 'the larger of the two numbers')
  const [yesA, yesB] = [yesness(a.label), yesness(b.label)]
  if (yesA !== yesB) return pick(yesA > yesB ? a : b, 'since it reads as the yes of the two')
  if (a.rows !== b.rows) {
    const rarer = a.rows < b.rows ? a : b
    return pick(rarer, `the rarer of the two (${formatCount(rarer.rows)} of ${formatCount(a.rows + b.rows)} rows)`)
  }
  return pick(compareLabels(a.label, b.label) > 0 ? a : b, 'the second in order, since both are equally common')
}

/** 1 for a label that reads as a yes (`>50K` too), −1 for one that reads as a no, 0 for the others. */
function yesness(label: string): number {
  const text = label.trim().toLowerCase()
  if (/^(>|≥)/.test(text)) return 1
  if (/^(<|≤)/.test(text)) return -1
  const words = text.split(/[^\p{L}]+/u).filter((word) => word !== '')
  if (words.some((word) => NO.has(word))) return -1
  return words.some((word) => YES.has(word)) ? 1 : 0
}

/** Up to this rarer share two classes count as even in what is said of them. */
const EVEN = 0.4

/** The metric for two classes: AUC, with what their mix would do to accuracy. */
export function proposeBinaryMetric(counts: readonly [ClassCount, ClassCount]): Proposed<MetricName> {
  const [a, b] = counts
  const [rare, common] = a.rows < b.rows ? [a, b] : [b, a]
  const mix = formatMix(common.rows, rare.rows)
  return {
    value: 'auc',
    reason:
      rare.rows / (rare.rows + common.rows) < EVEN
        ? `Classes are ${mix}, so accuracy would flatter a model that always says ${common.label}.`
        : `Classes are ${mix}. AUC tells how well a model ranks them, wherever the line between them is drawn.`,
  }
}

/**
 * The metric for several classes: accuracy where they are fairly even (each has between half and twice the rows of an
 * equal share), else balanced accuracy.
 */
export function proposeMulticlassMetric(counts: readonly ClassCount[]): Proposed<MetricName> {
  const rows = counts.reduce((sum, one) => sum + one.rows, 0)
  const common = counts.reduce((most, one) => (one.rows > most.rows ? one : most))
  const rarest = Math.min(...counts.map((one) => one.rows))
  const equal = rows / counts.length
  const range = `${formatCount(rarest)} to ${formatCount(common.rows)} rows each`
  return common.rows <= 2 * equal && rarest >= equal / 2
    ? { value: 'accuracy', reason: `Classes are fairly even (${range}), so the share predicted right says most.` }
    : {
        value: 'balancedAccuracy',
        reason: `Classes are uneven (${range}), so plain accuracy would flatter a model that always says ${common.label}.`,
      }
}

/** "76 : 24", with as many digits as the smaller share needs not to be zero. */
function formatMix(common: number, rare: number): string {
  const share = (rare / (common + rare)) * 100
  const digits = share >= 0.5 ? 0 : Math.min(6, Math.ceil(-Math.log10(share)))
  return `${(100 - share).toFixed(digits)} : ${share.toFixed(digits)}`
}
