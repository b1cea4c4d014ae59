import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './paths.mjs'

// The architecture's table of rooms, written out once more so that loosening biome.json fails a test.
const mayImport = {
  core: [],
  engine: ['core'],
  storage: ['core'],
  workers: ['core', 'engine', 'storage'],
  state: ['core'],
  components: ['core', 'state'],
  cli: ['core', 'engine'],
}
const rooms = Object.keys(mayImport)

const ui = [
  'react',
  'react/jsx-runtime',
  'react-dom/client',
  '@mantine/core',
  '@tabler/icons-react',
  'recharts',
  'wouter',
]
const packages = {
  core: {
    forbidden: [...ui, 'comlink', '@tensorflow/tfjs-core', 'idb', 'zustand'],
    allowed: ['zod', '@noble/hashes/sha2.js'],
  },
  engine: { forbidden: [...ui, 'comlink', 'idb', 'zustand'], allowed: ['@tensorflow/tfjs-core', 'fflate'] },
  storage: { forbidden: [...ui, 'comlink', '@tensorflow/tfjs-core', 'zustand'], allowed: ['idb'] },
  workers: { forbidden: [...ui, 'zustand'], allowed: ['comlink', '@tensorflow/tfjs-core'] },
  state: { forbidden: ['@mantine/core', '@tensorflow/tfjs-core', 'idb', 'comlink'], allowed: ['zustand', 'react'] },
  components: {
    forbidden: ['@tensorflow/tfjs-core', 'idb', 'comlink'],
    allowed: ['react', '@mantine/core', 'recharts'],
  },
  cli: { forbidden: [...ui, 'comlink', 'idb', 'zustand'], allowed: ['@tensorflow/tfjs-core'] },
}

const forms = {
  static: (path) => `import { a } from '${path}'\nexport const b = a`,
  type: (path) => `import type { A } from '${path}'\nexport const b: A = 1`,
  dynamic: (path) => `export const b = () => import('${path}')`,
  reexport: (path) => `export * from '${path}'`,
  effect: (path) => `import '${path}'`,
}
// Never allowed, whatever they name: noRestrictedImports cannot read them.
const hidden = {
  typeQuery: (path) => `export type B = import('${path}').A`,
  template: (path) => `export const b = () => import(\`${path}\`)`,
  worker: (path) => `export const b = new Worker(new URL('${path}', import.meta.url), { type: 'module' })`,
}

/** Every probe is a file of one statement; what matters is whether the linter names the file. */
const probes = []
const probe = (room, name, code, caught, ending = 'ts') =>
  probes.push({ file: `src/${room}/noun/${name.replaceAll('@', '')}.${ending}`, code, caught })

for (const room of rooms) {
  for (const other of rooms) {
    const caught = other !== room && !mayImport[room].includes(other)
    for (const [form, write] of Object.entries(forms)) {
      probe(room, `${other}-alias-${form}`, write(`@/${other}/noun/thing.ts`), caught)
      probe(room, `${other}-tested-${form}`, write(`@/${other}/noun/thing.ts`), caught, 'test.ts')
      // Rooms are crossed by name only; within a room, a noun may well be called what another room is.
      probe(room, `${other}-relative-${form}`, write(`../../${other}/noun/thing.ts`), true)
      probe(room, `${other}-noun-alias-${form}`, write(`@/${room}/${other}/thing.ts`), false)
      probe(room, `${other}-noun-relative-${form}`, write(`../${other}/thing.ts`), false)
    }
    if (!caught) continue
    for (const [form, write] of Object.entries(hidden))
      probe(room, `${other}-${form}`, write(`../../${other}/thing.ts`), true)
  }
  for (const [form, write] of Object.entries(forms)) {
    probe(room, `main-${form}`, write('@/main.tsx'), true)
    for (const depth of [0, 1, 2, 3]) {
      const up = '../'.repeat(depth)
      probe(room, `${'deep/'.repeat(depth)}leaves-${form}`, write(`../${up}../core/thing.ts`), true)
      if (depth > 0) probe(room, `${'deep/'.repeat(depth)}stays-${form}`, write(`${up}thing.ts`), false)
    }
    probe(room, `testing-${form}`, write('@/testing/thing.ts'), true)
    probe(room, `testing-${form}`, write('@/testing/thing.ts'), false, 'test.ts')
    for (const name of packages[room].forbidden) probe(room, `package-${name}-${form}`, write(name), true)
    for (const name of packages[room].allowed) probe(room, `package-${name}-${form}`, write(name), false)
  }
}

/** A copy of the rules over a tree of probes: seeded into src itself, they would trip whoever lints or builds meanwhile. */
describe('the import table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-imports-'))
  const named = new Set()

  beforeAll(() => {
    for (const file of ['biome.json', 'scripts/imports.grit', '.gitignore', 'package.json'])
      cpSync(join(root, file), join(folder, file))
    for (const { file, code } of probes) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${code}\n`)
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
    const { stdout } = spawnSync(
      process.execPath,
      [biome, 'lint', '--reporter=json', '--max-diagnostics=none', 'src'],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    )
    const report = JSON.parse(stdout)
    for (const { category, location } of report.diagnostics) {
      if (category === 'plugin' || category === 'lint/style/noRestrictedImports') named.add(location.path)
    }
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true }))

  it('is probed from every room to every other', () => {
    expect(probes.filter((one) => one.caught).length).toBeGreaterThan(500)
  })

  it('catches every forbidden import', () => {
    expect(probes.filter(({ file, caught }) => caught && !named.has(file)).map(({ file }) => file)).toEqual([])
  })

  it('lets every allowed import be', () => {
    expect(probes.filter(({ file, caught }) => !caught && named.has(file)).map(({ file }) => file)).toEqual([])
  })
})
