import { defineConfig } from 'vite'
import { assemblyScript } from './scripts/assemblyScript.mjs'
import { bundleScript } from './scripts/bundleScript.mjs'

// The terminal: the same core and engine, for Node. Packages stay where npm put them.
export default defineConfig({
  plugins: [assemblyScript(), bundleScript()],
  resolve: { tsconfigPaths: true },
  publicDir: false,
  build: { ssr: 'src/cli/entry.ts', outDir: 'dist-cli', target: 'node20', minify: false },
})
