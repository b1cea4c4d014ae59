import type { Page } from '@playwright/test'

/** Opens the sample of penguins and begins a question about their species. */
export async function beginQuestion(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await page.getByRole('button', { name: /Palmer penguins/ }).click()
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about Species' }).click()
}

/** As {@link beginQuestion}, asked as proposed: the page is Train. */
export async function askQuestion(page: Page): Promise<void> {
  await beginQuestion(page)
  await page.getByRole('button', { name: 'Ask this question' }).click()
}
