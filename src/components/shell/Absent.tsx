import { Empty } from '@/components/ui/Empty.tsx'
import { Page } from './Page.tsx'
import { hrefOf } from './useRoute.ts'

/** The page of an address that names data which is not in this browser. */
export function NoSuchData() {
  return (
    <Page title="No such data">
      <Empty action={<a href={hrefOf({ page: 'home' })}>Go home to open a file</a>}>
        There is no data at this address in this browser. Data stays where it was read, so a link from elsewhere does
        not bring it along.
      </Empty>
    </Page>
  )
}

/** The page of an address that names a question which is not in this browser. */
export function NoSuchQuestion() {
  return (
    <Page title="No such question">
      <Empty action={<a href={hrefOf({ page: 'home' })}>Go home</a>}>
        There is no question at this address in this browser. Questions stay where they were asked, so a link from
        elsewhere does not bring one along.
      </Empty>
    </Page>
  )
}
