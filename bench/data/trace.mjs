/** What a page's main thread is busy with that is the page's own doing: its script, style and layout. */
const OWN = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'FunctionCall',
  'Layout',
  'RunMicrotasks',
  'TimerFire',
  'UpdateLayoutTree',
  'v8.callFunction',
])

const FRAME = 'BeginMainThreadFrame'

/**
 * Runs `work` while the browser traces itself, and gives what the page's main thread did: its events by time, the longest
 * task by the clock, and the longest by processor time (another task, where it had to wait for the processor).
 */
export async function traced(browser, page, work) {
  await browser.startTracing(page, {
    categories: [
      '-*',
      'devtools.timeline',
      'v8.execute',
      'disabled-by-default-devtools.timeline',
      'disabled-by-default-devtools.timeline.frame',
    ],
  })
  await work()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString())
  const events = ofMainThread(traceEvents).toSorted((a, b) => a.ts - b.ts)
  const tasks = events.filter(({ name, dur }) => name === 'RunTask' && dur !== undefined)
  if (tasks.length === 0) throw new Error('the trace holds no tasks: Chromium names them otherwise now')
  const longest = (part) => tasks.reduce((most, task) => Math.max(most, task[part] ?? 0), 0) / 1000
  return { events, longestTaskMs: longest('dur'), longestBusyMs: longest('tdur') }
}

/** The main thread of the renderer that worked most: the browser keeps an idle one in reserve. */
function ofMainThread(events) {
  const threads = events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid))
  return threads.toSorted((a, b) => b.length - a.length)[0] ?? []
}

/**
 * For each frame in which the page did anything: milliseconds of its own script, style and layout. Processor time, since a
 * machine that also draws in software would else count the time in which others had the processor.
 */
export function scriptPerFrame({ events }) {
  const frames = []
  let ms = 0
  let end = 0
  for (const { name, ts, dur = 0, tdur = 0 } of events) {
    if (name === FRAME) {
      if (ms > 0) frames.push(ms)
      ms = 0
    } else if (OWN.has(name) && ts >= end) {
      // Only the outermost of nested work.
      ms += tdur / 1000
      end = ts + dur
    }
  }
  if (ms > 0) frames.push(ms)
  return frames
}
