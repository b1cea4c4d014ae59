import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { assemblyScript } from './scripts/assemblyScript.mjs'
import { bundleScript } from './scripts/bundleScript.mjs'
import { devHeaders, productHeaders } from './scripts/headers.mjs'

export default defineConfig({
  plugins: [react(), assemblyScript(), bundleScript()],
  resolve: { tsconfigPaths: true },
  // Workers import chunks of their own, which only module workers can.
  worker: { format: 'es', plugins: () => [assemblyScript(), bundleScript()] },
  server: { host: '127.0.0.1', headers: devHeaders },
  preview: { host: '127.0.0.1', headers: productHeaders },
  // Workers are named too: dependencies found only once one starts would make Vite reload the page, or a test, midway.
  optimizeDeps: { entries: ['index.html', 'src/**/*.worker.ts', 'src/**/*.browser.test.{ts,tsx}'] },
  build: {
    target: 'es2023',
    // WebAssembly is compiled while it streams, and fonts must come from 'self': neither may become a data: URL.
    assetsInlineLimit: (file) => (/\.(wasm|woff2?)$/.test(file) ? false : undefined),
    // The train worker holds tfjs and its WebGPU kernels; it is loaded from this machine, when training starts.
    chunkSizeWarningLimit: 1500,
  },
})
