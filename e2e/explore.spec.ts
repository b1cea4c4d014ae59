import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { savedLines } from './files.ts'
import { askQuestion } from './penguins.ts'
import { addStored, storedRecords } from './records.ts'

test('many runs are explored: axes of points, parts of the table, and files', async ({ page }) => {
  test.setTimeout(120_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  await page.getByRole('checkbox', { name: 'Neural network' }).uncheck()
  await page.getByRole('checkbox', { name: 'Gradient boosting' }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['done', 'done'])
  const logistic = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === 'glm')!
  const evaluation = (await storedRecords(page, 'evaluation')).find(({ runId }) => runId === logistic.id)!

  // 120 more of it, each with another seed and another log loss.
  const more = Array.from({ length: 120 }, (_, i) => `more-${i}`)
  await addStored(
    page,
    'run',
    more.map((id, i) => ({
      ...logistic,
      id,
      spec: { ...logistic.spec, seed: i + 2 },
      mark: { ...logistic.mark, letter: `X${i}` },
    })),
  )
  await addStored(
    page,
    'evaluation',
    more.map((id, i) => ({
      ...evaluation,
      id: `${id}/validation`,
      runId: id,
      metrics: { ...evaluation.metrics, logLoss: 0.01 * 1.05 ** i },
    })),
  )
  const address = `/#/experiment/${logistic.experimentId}/explore?colour=logLoss&x=seed&y=logLoss`
  await page.goto(address)
  await page.reload()
  const table = page.getByRole('region', { name: 'Runs', exact: true })
  const rows = table.getByRole('row')
  const points = page.getByRole('region', { name: 'Runs as points' })

  await test.step('the table goes on past 50 runs, and the address says how far', async () => {
    await expect(table.getByText('1 to 50 of 122')).toBeVisible()
    await expect(rows).toHaveCount(51)
    await table.getByRole('button', { name: 'Next' }).click()
    await table.getByRole('button', { name: 'Next' }).click()
    await expect(table.getByText('101 to 122 of 122')).toBeVisible()
    await expect(page).toHaveURL(/part=3/)
    await expect(rows).toHaveCount(23)
    await page.reload()
    await expect(table.getByText('101 to 122 of 122')).toBeVisible()
    await expect(table.getByRole('button', { name: 'Next' })).toBeDisabled()
    const lines = await savedLines(page, 'Runs')
    expect(lines).toHaveLength(123)
    expect(lines[0]).toMatch(/^Run,.*Log loss/)
    // Sorted by it, in full digits.
    const column = lines[0]!.split(',').length - lines[0]!.split(',').reverse().indexOf('Log loss') - 1
    // The first cell holds a comma and so stands in quotes.
    const losses = lines.slice(1).map((line) => Number(line.replace(/^"[^"]*"/, '').split(',')[column]))
    expect(losses.filter(Number.isFinite)).toHaveLength(122)
    expect(losses).toEqual(losses.toSorted((a, b) => a - b))
    expect(losses).toContain(0.01 * 1.05 ** 7)
  })

  await test.step('axes of points are brushed by keyboard, flipped, and put on a log scale', async () => {
    await expect(
      points.getByRole('application', { name: '122 runs by Seed and Log loss; 122 runs chosen.' }),
    ).toBeVisible()
    const low = points.getByRole('slider', { name: 'Points by Seed: lower end of what is chosen' })
    await expect(low).toHaveAttribute('aria-orientation', 'horizontal')
    await low.press('PageUp')
    await low.press('PageUp')
    await expect(page).toHaveURL(/brush=seed%3A0.5%3A1/)
    // Others are listed, from the first on: the axis goes to 150, so these are seeds from 75.
    await expect(page).not.toHaveURL(/part=/)
    await expect(points.getByRole('application', { name: /; 47 runs chosen\.$/ })).toBeVisible()
    await points.getByRole('button', { name: 'Axis across' }).click()
    await page.getByRole('menuitem', { name: /^Flip/ }).click()
    await expect(page).toHaveURL(/flip=seed/)
    // What was chosen stays so, at the other side.
    await expect(points.getByRole('slider', { name: 'Points by Seed: upper end' })).toHaveAttribute(
      'aria-valuenow',
      '50',
    )
    await expect(points.getByRole('application', { name: /; 47 runs chosen\.$/ })).toBeVisible()
    await points.getByRole('button', { name: 'Axis up' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Log scale' }).click()
    await expect(page).toHaveURL(/log=logLoss/)
    await expect(points.getByRole('button', { name: 'Axis up' })).toContainText('log')
    await expectAccessible(page, 'points with axes')
    await page.reload()
    await expect(points.getByRole('application', { name: /; 47 runs chosen\.$/ })).toBeVisible()
    expect(await savedLines(page, 'Runs')).toHaveLength(48)
    await points.getByRole('slider', { name: 'Points by Seed: upper end' }).press('Escape')
    await expect(points.getByRole('application', { name: /; 122 runs chosen\.$/ })).toBeVisible()
  })

  await test.step('a pointer draws along an axis, too', async () => {
    const axis = points.getByRole('slider', { name: 'Points by Seed: upper end' }).locator('..')
    const box = (await axis.boundingBox())!
    await page.mouse.move(box.x + 0.25 * box.width, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + 0.75 * box.width, box.y + box.height / 2, { steps: 4 })
    await page.mouse.up()
    await expect(points.getByRole('application', { name: /; 7[456] runs chosen\.$/ })).toBeVisible()
  })

  await test.step('verdicts and scores are saved as they are compared', async () => {
    const baseline = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === 'baseline')!
    await page.goto(`/#/experiment/${logistic.experimentId}/compare?runs=${baseline.id},${logistic.id}`)
    const scores = page.getByRole('region', { name: 'Scores on validation rows' })
    await expect(scores.getByRole('row', { name: /^Accuracy/ })).toContainText(' to ')
    const verdicts = await savedLines(page, 'Verdicts')
    expect(verdicts[0]).toBe('Run,Name,Against,Over,Metric,Verdict,Difference,Low,High,p,p adjusted,Test')
    expect(verdicts[1]).toMatch(
      /^B,Logistic regression,A,,Accuracy,better,0\.\d+,0\.\d+,0\.\d+,[\d.e-]+,[\d.e-]+,"?McNemar/,
    )
    const [head, auc] = await savedLines(page, 'Scores on validation rows')
    expect(head).toBe('Metric,A,A low,A high,B,B low,B high')
    const known = (await storedRecords(page, 'evaluation')).find(({ runId }) => runId === logistic.id)!
    expect(auc!.split(',')[4]).toBe(String(known.metrics.auc))
  })

  expect(errors).toEqual([])
})
