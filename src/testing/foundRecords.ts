import { Kernel } from '@/engine/table/kernel/kernel.ts'
import type { CellRules } from '@/engine/table/tokenizer.ts'

export const RULES: CellRules = { delimiter: ',', quote: '"', trim: false }

export function openKernel(width: number, rules = RULES, marks: readonly number[] = []): Kernel {
  return Kernel.open({ rules, decimal: '.', width, marks: new Set(marks), bytes: 1 << 12 })!
}

/** A kernel that has found the records of a text. */
export function found(text: string, width: number, { rules = RULES, last = true, marks = [] as number[] } = {}) {
  const kernel = openKernel(width, rules, marks)
  kernel.append(new TextEncoder().encode(text))
  return { kernel, bytes: kernel.findRecords(last) }
}
