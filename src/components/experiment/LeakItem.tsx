import { Button, Radio } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { useId } from 'react'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { roleOf } from '@/core/dataset/role.ts'
import { isSetAside, setAside } from '@/core/experiment/edit.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { accept, answerTo, applyFix } from '@/core/leak/answer.ts'
import type { Leak, LeakFix } from '@/core/leak/leak.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { listNames } from '@/core/recipe/steps/info.ts'
import { LeakRows } from './LeakRows.tsx'
import styles from './leak.module.css'
import partStyles from './parts.module.css'
import { useDropCopies } from './useDropCopies.ts'

/** One leak: what was found, and what a person says or does about it. */
export function LeakItem({
  dataset,
  leak,
  question,
  proposed,
  onChange,
}: {
  dataset: Dataset
  leak: Leak
  question: Question
  proposed: Recipe
  onChange: (question: Question) => void
}) {
  const answer = answerTo(leak, question)
  const isOpen = leak.level === 'suspect' && answer === 'open'
  const Icon = isOpen ? IconAlertTriangle : answer === 'open' ? IconInfoCircle : IconCheck
  const isAsked = leak.fixes.some(({ kind }) => kind === 'later')
  return (
    <li className={styles.leak} data-open={isOpen || undefined}>
      <Icon size={15} aria-label={isOpen ? 'Suspicious' : answer === 'open' ? 'To note' : 'Answered'} />
      <div className={styles.leakText}>
        <p>{leak.sentence}</p>
        {leak.rows && <LeakRows leak={leak} dataset={dataset} split={question.split} />}
        {isAsked ? (
          <Known leak={leak} question={question} proposed={proposed} onChange={onChange} />
        ) : (
          <Fixes dataset={dataset} leak={leak} question={question} proposed={proposed} onChange={onChange} />
        )}
      </div>
    </li>
  )
}

interface Answering {
  readonly leak: Leak
  readonly question: Question
  readonly proposed: Recipe
  readonly onChange: (question: Question) => void
}

/** Asks whether columns are known when a prediction is wanted. */
function Known({ leak, question, proposed, onChange }: Answering) {
  const id = useId()
  const { columns } = leak
  const isLater = columns.every((column) => roleOf(question.roles, column) === 'later')
  const isAside = !isLater && columns.every((column) => isSetAside(question.recipe, column))
  const value = isLater ? 'no' : answerTo(leak, question) === 'accepted' ? 'yes' : 'unsure'
  const say = (next: string) => {
    const fix = leak.fixes.find((each) => each.kind === 'later')
    if (next === 'yes') return onChange(accept(question, leak, true, proposed))
    const open = accept(question, leak, false, proposed)
    onChange(next === 'no' && fix ? applyFix(open, fix, proposed) : open)
  }
  const back = () =>
    onChange({
      ...question,
      recipe: columns.reduce((recipe, column) => setAside(recipe, column, false, proposed), question.recipe),
    })
  return (
    <div className={styles.known}>
      <span id={id}>{columns.length > 1 ? 'Are they known when you predict?' : 'Known when you predict?'}</span>
      <Radio.Group value={value} onChange={say} aria-labelledby={id}>
        <div className={styles.answers}>
          <Radio size="xs" value="yes" label="Yes" classNames={{ label: partStyles.choiceLabel! }} />
          <Radio size="xs" value="no" label="No" classNames={{ label: partStyles.choiceLabel! }} />
          <Radio size="xs" value="unsure" label="Not sure" classNames={{ label: partStyles.choiceLabel! }} />
        </div>
      </Radio.Group>
      {isLater && <span className="caption">Neither steps nor learner see {columns.length > 1 ? 'them' : 'it'}.</span>}
      {!isLater && !isAside && (
        <Button onClick={() => onChange(applyFix(question, { kind: 'aside', columns }, proposed))}>
          Set aside {listNames(columns)}
        </Button>
      )}
      {isAside && <Button onClick={back}>Let in {listNames(columns)}</Button>}
    </div>
  )
}

function Fixes({ dataset, leak, question, proposed, onChange }: Answering & { readonly dataset: Dataset }) {
  const { drop, isBusy, job } = useDropCopies(dataset, question, onChange)
  const answer = answerTo(leak, question)
  if (answer === 'handled') return <p className="caption">{listNames(leak.columns)} does not go in.</p>
  if (answer === 'accepted')
    return (
      <div className={styles.known}>
        <span className="caption">You said that it is as it should be.</span>
        <Button variant="subtle" onClick={() => onChange(accept(question, leak, false, proposed))}>
          Take it back
        </Button>
      </div>
    )
  if (leak.level === 'note' && leak.fixes.length === 0) return null
  return (
    <div className={styles.known}>
      {leak.fixes.map((fix) => (
        <Button
          key={sayFix(fix)}
          loading={fix.kind === 'dropRows' && isBusy}
          onClick={() => (fix.kind === 'dropRows' ? void drop(fix) : onChange(applyFix(question, fix, proposed)))}
        >
          {sayFix(fix)}
        </Button>
      ))}
      {leak.level === 'suspect' && (
        <Button variant="subtle" onClick={() => onChange(accept(question, leak, true, proposed))}>
          It is as it should be
        </Button>
      )}
      {leak.fixes.some(({ kind }) => kind === 'dropRows') && (
        <p className="caption">
          Dropping makes the next version of the data, about which this question goes on. Undo takes it back.
        </p>
      )}
      {job && <JobStrip job={job} />}
    </div>
  )
}

function sayFix(fix: LeakFix): string {
  switch (fix.kind) {
    case 'later':
      return 'Not known when predicting'
    case 'aside':
      return `Set aside ${listNames(fix.columns)}`
    case 'split':
      if (fix.split.kind === 'group') return `Split by group ${fix.split.column}`
      return fix.split.kind === 'time' ? `Split by time, ${fix.split.column}` : 'Split otherwise'
    case 'dropRows':
      return `Drop ${formatUnits(fix.rows.length, 'copy')} from the test`
  }
}
