import { useLayoutEffect, useState } from 'react'
import { formatUnits } from '@/core/format/format.ts'
import { currentDropTaker } from './dropTaker.ts'
import { isBundle, useOpenFiles } from './openFiles.ts'
import styles from './shell.module.css'

/** The whole window is a drop target, on every page. */
export function FileDrop() {
  const [dragged, setDragged] = useState<number | undefined>()
  const openFiles = useOpenFiles()
  // Before anything is seen: a file that nobody listens for is opened by the browser in place of the page.
  useLayoutEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDragged(event.dataTransfer?.items.length ?? 1)
    }
    const leave = (event: DragEvent) => {
      // Leaving for an element inside the page is not leaving the window.
      if (event.relatedTarget === null) setDragged(undefined)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDragged(undefined)
      const files = [...(event.dataTransfer?.files ?? [])]
      const taker = currentDropTaker()
      if (taker && !files.some(isBundle)) taker.take(files)
      else void openFiles(files)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [openFiles])
  if (dragged === undefined) return null
  return (
    <div className={styles.drop}>
      <b>Drop to {currentDropTaker()?.verb ?? 'read it'}</b>
      <span>{formatUnits(dragged, 'file')}. It stays in this tab.</span>
    </div>
  )
}
