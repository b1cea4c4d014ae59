import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openClient, type WorkerClient } from './client.ts'
import { connect } from './rpc.ts'
import type { TestingJobs } from './testing.worker.ts'

const spawn = () => new Worker(new URL('./testing.worker.ts', import.meta.url), { type: 'module' })

describe('calls into a real worker', () => {
  const worker = spawn()
  const client = connect<TestingJobs>(worker)
  afterAll(() => worker.terminate())

  it('gives the output, many calls at once', async () => {
    const sums = await Promise.all(Array.from({ length: 20 }, (_, i) => client.call('add', { a: i, b: 1 })))
    expect(sums).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })

  it('brings code, message and details of an error over', async () => {
    await expect(client.call('fail', { how: 'code' })).rejects.toMatchObject({
      name: 'AssayError',
      code: 'train.diverged',
      message: 'The loss ran away.',
      details: { epoch: 3 },
    })
  })

  it('keeps the words of an error nobody foresaw, and the code of one whose details cannot travel', async () => {
    await expect(client.call('fail', { how: 'foreign' })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('x is not a function'),
    })
    await expect(client.call('fail', { how: 'uncloneable' })).rejects.toMatchObject({
      code: 'csv.empty',
      message: 'Empty.',
    })
    await expect(client.call('functionBack', null)).rejects.toThrow()
    await expect(client.call('no such job' as 'add', { a: 1, b: 1 })).rejects.toMatchObject({ code: 'internal' })
  })

  it('reports every event, in order, before the call is over', async () => {
    const events: number[] = []
    const output = await client.call('count', { to: 2_000 }, { onEvent: (event) => events.push(event) })
    expect(output).toBe('counted to 2000')
    expect(events).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 1))
  })

  it('moves arrays there and back instead of copying them', async () => {
    const values = new Float64Array([1, 2, 3])
    const output = await client.call('double', { values }, { transfer: [values.buffer] })
    expect(output.values).toEqual(new Float64Array([2, 4, 6]))
    expect(values.length).toBe(0)
    expect(await client.call('leftover', null)).toBe(0)
  })

  it('does not call at all when stopped beforehand', async () => {
    const signal = AbortSignal.abort()
    await expect(client.call('hang', null, { signal })).rejects.toMatchObject({ code: 'aborted' })
    expect(await client.call('add', { a: 1, b: 1 })).toBe(2)
  })

  it('lets a job hear a stop at its next chunk: it throws, or ends early with what it has', async () => {
    for (const keep of [false, true]) {
      const controller = new AbortController()
      const call = client.call(
        'untilStopped',
        { keep },
        { signal: controller.signal, onEvent: () => controller.abort() },
      )
      if (keep) expect(await call).toBe('kept the best so far')
      else await expect(call).rejects.toMatchObject({ code: 'aborted' })
    }
  })
})

describe('a client that replaces its worker', () => {
  let spawned = 0
  let client: WorkerClient<TestingJobs> | undefined
  const open = (options: Parameters<typeof openClient>[1] = {}) => {
    spawned = 0
    client = openClient<TestingJobs>(() => {
      spawned++
      return spawn()
    }, options)
    return client
  }
  afterEach(() => client?.close())

  it('starts the worker with the first call, and one only', async () => {
    const client = open()
    expect(spawned).toBe(0)
    await Promise.all([client.call('add', { a: 1, b: 1 }), client.call('add', { a: 1, b: 1 })])
    expect(spawned).toBe(1)
  })

  it('knows what runs', async () => {
    const client = open()
    const controller = new AbortController()
    const call = client.call('untilStopped', { keep: true }, { signal: controller.signal })
    expect(client.running().map(({ name }) => name)).toEqual(['untilStopped'])
    controller.abort()
    await call
    expect(client.running()).toEqual([])
  })

  it('replaces a worker that hangs: the stopped call is aborted, the others are told to start again', async () => {
    const client = open({ graceMs: 100 })
    const controller = new AbortController()
    const bystander = client.call('deaf', null)
    const hung = client.call('hang', null, { signal: controller.signal, onEvent: () => controller.abort() })
    const [first, second] = await Promise.allSettled([hung, bystander])
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'aborted' } })
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { code: 'worker.died', message: expect.stringContaining('Start it again') },
    })
    expect(await client.call('add', { a: 2, b: 2 })).toBe(4)
    expect(spawned).toBe(2)
  })

  it('leaves a worker alone that heard the stop and takes its time, but not for ever', async () => {
    const client = open({ graceMs: 1_000, finishMs: 200 })
    expect(await client.call('add', { a: 1, b: 1 })).toBe(2)
    const controller = new AbortController()
    const deaf = client.call('deaf', null, { signal: controller.signal })
    controller.abort()
    await expect(deaf).rejects.toMatchObject({ code: 'aborted', cause: { message: expect.stringContaining('0.2 s') } })
    expect(spawned).toBe(1)
  })

  it('rejects all that wait when a worker crashes, with its words, and starts a fresh one', async () => {
    const client = open()
    const outcomes = await Promise.allSettled([client.call('deaf', null), client.call('crash', null)])
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'worker.died', message: expect.stringContaining('out of memory, say') },
      })
    expect(await client.call('add', { a: 2, b: 2 })).toBe(4)
    expect(spawned).toBe(2)
  })

  it('says so when the worker’s program cannot be loaded', async () => {
    const broken = openClient<TestingJobs>(() => new Worker('/no/such/worker.js', { type: 'module' }))
    await expect(broken.call('add', { a: 1, b: 1 })).rejects.toMatchObject({ code: 'worker.died' })
  })
})
