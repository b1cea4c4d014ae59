import { CALIBRATIONS } from '@/core/calibration/calibration.ts'
import { LEARNER_KINDS } from '@/core/learner/learner.ts'

export const USAGE = `assay train DATA --target COLUMN [options]     train a model, and save it with all that it was made from
assay predict RUN.assay NEW.csv [options]    predict every row of a file
assay inspect RUN.assay [--json]             what a saved run is, and how good
assay help [LEARNER]                         this; or what a learner is, and every setting of it

train
  --test FILE         a second file, whose rows test
  --task TASK         binary, multiclass or regression; by the column where left out
  --metric NAME       what decides, such as auc, logLoss, rmse; by the question where left out
  --learner NAME      ${LEARNER_KINDS.join(', ')} (boosting)
  --auto              try learners for as long as --budget says, and mix the best
  --budget SECONDS    (60)
  --set KEY=VALUE     a setting of the learner (assay help LEARNER lists them); again for each
  --split SPLIT       random, stratified, time:COLUMN, group:COLUMN or every:N (row numbers divided by N test)
  --folds N           beside it a cross-validation on N folds of the rows that do not test
  --calibrate KIND    ${CALIBRATIONS.join(', ')}: probabilities brought to what comes true on validation rows
  --intervals LEVEL   with each prediction an interval, or a set of classes, that holds the truth so often, such as .9
  --drop COLUMNS      columns not to learn from, with commas between
  --seed N            (1)
  --device DEVICE     auto, webgpu, wasm or cpu: for learners that take steps, and networks of auto (auto)
  --out FILE          where the run is saved (DATA-LEARNER.assay)
  --no-test           leave the test rows unopened
  --json              the result as JSON on standard output, and nothing else there

predict
  --out FILE          where the answers are written (NEW predicted.csv); - for standard output
  --json              file, rows and unusable cells as JSON on standard output; not beside --out -

Ctrl-C once ends training and keeps the best so far; twice ends the program.
Exit status: 0 done · 1 something unforeseen · 2 wrong use · 3 the data, question or bundle cannot be used,
             or nothing can be written where it was to go · 4 training failed · 130 stopped before there was anything to keep`

/** A mistake in how the command was called. */
export class UsageError extends Error {}
