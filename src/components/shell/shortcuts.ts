/** Every shortcut of the page, as the list under `?` shows it. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Ctrl', 'K'], does: 'Find anything' },
  { keys: ['?'], does: 'Show this list' },
  { keys: ['Ctrl', 'Z'], does: 'Undo' },
  { keys: ['Ctrl', 'Shift', 'Z'], does: 'Redo' },
  { keys: ['Ctrl', 'V'], does: 'Read the table in the clipboard, on the home page' },
  { keys: ['G', 'H'], does: 'Go home' },
  { keys: ['G', 'D'], does: 'Go to the data' },
  { keys: ['G', 'Q'], does: 'Go to the question' },
  { keys: ['G', 'T'], does: 'Go to training' },
  { keys: ['G', 'R'], does: 'Go to the runs' },
  { keys: ['G', 'P'], does: 'Go to predicting' },
  { keys: ['Ctrl', 'Enter'], does: 'Train the chosen learners, on the Train page' },
  { keys: ['J', 'K'], does: 'Next and previous run, on the Runs page' },
  { keys: ['Space'], does: 'Tick a run, on the Runs page' },
  { keys: ['C'], does: 'Compare the ticked runs, on the Runs page' },
  { keys: ['Esc'], does: 'Close what is open' },
]
