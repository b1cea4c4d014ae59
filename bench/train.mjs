import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../scripts/paths.mjs'

/**
 * Makes bench/.data/train.mjs of the bench of training, for a machine with a GPU and no browser:
 *     node bench/train.mjs && npm install --no-save webgpu && node bench/.data/train.mjs
 */
await build({
  root,
  logLevel: 'warn',
  publicDir: false,
  build: {
    ssr: join(root, 'bench/trainNode.ts'),
    outDir: join(root, 'bench/.data'),
    emptyOutDir: false,
    target: 'node20',
    rolldownOptions: { external: ['webgpu'], output: { entryFileNames: 'train.mjs', codeSplitting: false } },
  },
  ssr: { noExternal: true },
})
