import { formatNumber, formatPoints, formatScore, formatShare } from '../format/format.ts'
import type { DisparityName } from './between.ts'
import type { FairMeasure } from './measures.ts'

/** A measure by its name in the field, and what it says. */
export interface MeasureWords {
  readonly label: string
  /** As a sentence names it. */
  readonly noun: string
  readonly meaning: string
}

export const MEASURE_WORDS: Readonly<Record<FairMeasure, MeasureWords>> = {
  baseRate: {
    label: 'Base rate',
    noun: 'base rate',
    meaning: 'share of rows that are of the class: what the data say, not the model',
  },
  selectionRate: {
    label: 'Selection rate',
    noun: 'selection rate',
    meaning: 'share of rows that are called the class',
  },
  accuracy: { label: 'Accuracy', noun: 'accuracy', meaning: 'share of rows that are called rightly' },
  truePositiveRate: {
    label: 'True positive rate',
    noun: 'true positive rate',
    meaning: 'of the rows that are of the class, the share called so',
  },
  falsePositiveRate: {
    label: 'False positive rate',
    noun: 'false positive rate',
    meaning: 'of the rows that are not of the class, the share called so',
  },
  precision: {
    label: 'Precision',
    noun: 'precision',
    meaning: 'of the rows that are called the class, the share that are',
  },
  calibration: {
    label: 'Predicted − actual',
    noun: 'mean probability less the share that came true',
    meaning: 'mean probability less the share that came true: above 0 the model promises too much',
  },
  meanError: {
    label: 'Mean error',
    noun: 'mean error',
    meaning: 'mean of predicted less actual: above 0 the model says too much',
  },
  mae: { label: 'MAE', noun: 'mean absolute error', meaning: 'how far off it is, on average' },
  rmse: { label: 'RMSE', noun: 'RMSE', meaning: 'root of the mean squared error, in which large errors count most' },
}

export const DISPARITY_WORDS: Readonly<Record<DisparityName, Omit<MeasureWords, 'noun'>>> = {
  demographicParityDifference: {
    label: 'Demographic parity difference',
    meaning: 'largest less least selection rate',
  },
  demographicParityRatio: {
    label: 'Demographic parity ratio',
    meaning: 'least over largest selection rate',
  },
  equalOpportunityDifference: {
    label: 'Equal opportunity difference',
    meaning: 'largest less least true positive rate',
  },
  equalisedOddsDifference: {
    label: 'Equalised odds difference',
    meaning: 'the larger of the differences of true and of false positive rates',
  },
}

/** A value of a measure: a share, a probability, or a number in units of the target. */
export function writeMeasure(name: FairMeasure, value: number): string {
  if (name === 'calibration') return formatScore(value)
  return isInUnits(name) ? formatNumber(value, 3) : formatShare(value)
}

function isInUnits(name: FairMeasure): boolean {
  return name === 'meanError' || name === 'mae' || name === 'rmse'
}

/** Whether differences of a measure are in points of a hundred. */
export function isInPoints(name: FairMeasure): boolean {
  return name !== 'calibration' && !isInUnits(name)
}

/** A difference of two values of a measure; that of two shares in points: 33.4. */
export function writeGap(name: FairMeasure, difference: number): string {
  return isInPoints(name) ? formatPoints(difference) : writeMeasure(name, difference)
}
