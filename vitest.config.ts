import { playwright } from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
import { defineConfig, mergeConfig } from 'vitest/config'
import { chromium } from './e2e/chromium.ts'
import { readSharedFile } from './src/testing/sharedData.ts'
import viteConfig from './vite.config.ts'

/** `fetch('/__shared/real/penguins.csv')` for tests in the browser, which cannot read the folder; 404 where it is absent. */
const sharedData: Plugin = {
  name: 'assay:shared-data',
  configureServer(server) {
    server.middlewares.use('/__shared', (request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname.slice(1))
      const bytes = readSharedFile(path)
      response.statusCode = bytes ? 200 : 404
      response.setHeader('Content-Type', 'application/octet-stream')
      response.end(bytes)
    })
  },
}

// Vite's development headers apply to the tests in the browser too: they are cross-origin isolated, as the product is, and
// run under its content security policy.
export default mergeConfig(
  viteConfig,
  defineConfig({
    plugins: [sharedData],
    // Found only while a test runs, these would make Vite reload it midway.
    optimizeDeps: { include: ['fast-check', 'comlink', 'idb'] },
    test: {
      coverage: { include: ['src/**'], exclude: ['src/testing/**', '**/*.test.*'] },
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            environment: 'node',
            // For a busy machine: what is proved is never how fast.
            testTimeout: 30_000,
            hookTimeout: 60_000,
            include: ['src/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}'],
            exclude: ['**/*.browser.test.*'],
            // Modules are loaded once, not once for each file: no test leaves anything behind in them.
            isolate: false,
            maxWorkers: '100%',
          },
        },
        {
          extends: true,
          test: {
            name: 'browser',
            include: ['src/**/*.browser.test.{ts,tsx}'],
            testTimeout: 60_000,
            browser: {
              enabled: true,
              headless: true,
              provider: playwright({ launchOptions: chromium }),
              instances: [{ browser: 'chromium' }],
              screenshotFailures: false,
            },
          },
        },
      ],
    },
  }),
)
