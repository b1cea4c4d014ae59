import { Button, Radio } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { useId } from 'react'
import { roleOf } from '@/core/dataset/role.ts'
import { isSetAside, setAside } from '@/core/experiment/edit.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatCount } from '@/core/format/format.ts'
import { accept, answerTo, applyFix } from '@/core/leak/answer.ts'
import type { Leak, LeakFix } from '@/core/leak/leak.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { listNames } from '@/core/recipe/steps/info.ts'
import styles from './leak.module.css'
import partStyles from './parts.module.css'

/** Rows named in the line of a leak. */
const NAMED_ROWS = 6

/** One leak: what was found, and what a person says or does about it. */
export function LeakItem({
  leak,
  question,
  proposed,
  onChange,
}: {
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
        {leak.rows && leak.rows.length > 0 && (
          <p className="caption">
            Such as {leak.rows.length === 1 ? 'row' : 'rows'}{' '}
            {listNames(
              leak.rows.slice(0, NAMED_ROWS).map((row) => formatCount(row + 1)),
              NAMED_ROWS,
            )}
            .
          </p>
        )}
        {isAsked ? (
          <Known leak={leak} question={question} proposed={proposed} onChange={onChange} />
        ) : (
          <Fixes leak={leak} question={question} proposed={proposed} onChange={onChange} />
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
    const fix = leak.fixes.find(({ kind }) => kind === 'later')
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

function Fixes({ leak, question, proposed, onChange }: Answering) {
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
        <Button key={sayFix(fix)} onClick={() => onChange(applyFix(question, fix, proposed))}>
          {sayFix(fix)}
        </Button>
      ))}
      {leak.level === 'suspect' && (
        <Button variant="subtle" onClick={() => onChange(accept(question, leak, true, proposed))}>
          It is as it should be
        </Button>
      )}
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
  }
}
