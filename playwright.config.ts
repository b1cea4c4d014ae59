import { defineConfig } from '@playwright/test'
import { chromium } from './e2e/chromium.ts'

// Another checkout's tests may run beside these.
const port = Number(process.env['E2E_PORT'] ?? 4273)

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // Most of a journey is waiting, little of it WebGPU in software, which takes every core it finds.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: chromium,
    viewport: { width: 1440, height: 900 },
    // A trace of every step takes a third of the time: ask for one with --trace=retain-on-failure.
    screenshot: 'only-on-failure',
  },
  // The product's own server over the product's own build, so its headers are what is tested.
  webServer: {
    command: `node scripts/serve.mjs --port ${port} --strict-port`,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: false,
  },
})
