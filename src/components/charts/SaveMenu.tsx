import { Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { saveFile } from '@/components/ui/saveFile.ts'
import type { TableData } from '@/core/dataset/tableData.ts'
import styles from './charts.module.css'
import { type Caption, drawingFile, pictureFile } from './drawingFile.ts'
import { fileNameOf, saveTable } from './tables.ts'

/** Saves a chart as a picture, as a drawing or as the table of its values. */
export function SaveMenu({
  name,
  caption,
  table,
  drawing,
}: {
  /** What the file is called, and the button says. */
  name: string
  caption: Caption
  table: () => TableData
  /** What is drawn now; undefined while the chart is shown as a table. */
  drawing: () => SVGSVGElement | null | undefined
}) {
  const fileName = fileNameOf(name)
  const save = async (ending: string, make: (svg: SVGSVGElement) => Promise<Blob>) => {
    const svg = drawing()
    if (!svg) return notifications.show({ message: 'Show the chart first: a table is saved as CSV.' })
    try {
      saveFile(await make(svg), `${fileName}.${ending}`)
    } catch {
      notifications.show({ message: 'The browser could not draw the picture. Save it as SVG.' })
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={styles.toggle} aria-label={`Save: ${name}`}>
          Save
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('png', (svg) => pictureFile(svg, caption))}>Picture (PNG)</Menu.Item>
        <Menu.Item onClick={() => void save('svg', (svg) => drawingFile(svg, caption))}>Drawing (SVG)</Menu.Item>
        <Menu.Item onClick={() => saveTable(name, table())}>Values (CSV)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
