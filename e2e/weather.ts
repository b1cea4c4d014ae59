import type { Page } from '@playwright/test'

/** Opens the sample of Seattle's weather and asks about it as proposed: the page is Train. */
export async function askAboutWeather(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await page.getByRole('button', { name: /Seattle weather/ }).click()
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about weather' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
}
