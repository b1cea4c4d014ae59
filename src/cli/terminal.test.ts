import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTerminal } from './terminal.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open(isTTY: boolean) {
  const written: string[] = []
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 }
  return { written, terminal: openTerminal({ stderr: stream as never, stdout: stream as never }) }
}

describe('progress', () => {
  it('is a line every five seconds in a log, also where nothing more is told', () => {
    const { written, terminal } = open(false)
    terminal.progress(() => 'tree 1')
    terminal.progress(() => 'fold 1')
    expect(written).toEqual([])
    vi.advanceTimersByTime(60_000)
    expect(written).toEqual(['fold 1 (5.0 s)\n'])
    terminal.progress(() => 'fold 2')
    terminal.progress(() => 'fold 3')
    expect(written.slice(1)).toEqual(['fold 2 (1 min)\n'])
  })

  it('is drawn over itself where someone looks', () => {
    const { written, terminal } = open(true)
    terminal.progress(() => 'tree 1')
    terminal.progress(() => 'fold 1')
    expect(written).toEqual(['tree 1'])
    vi.advanceTimersByTime(100)
    expect(written.slice(1)).toEqual(['\r\u001b[K', 'fold 1'])
  })

  it('does not come after what it led to', () => {
    const { written, terminal } = open(false)
    terminal.progress(() => 'tree 1')
    terminal.say('Saved')
    vi.advanceTimersByTime(60_000)
    expect(written).toEqual(['Saved\n'])
  })
})
