import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { ROLES, type Role } from '@/core/dataset/role.ts'
import controlStyles from './controls.module.css'
import styles from './recipe.module.css'

const ROLE_WORDS: Readonly<Record<Role, { readonly label: string; readonly meaning: string }>> = {
  feature: { label: 'Learned from', meaning: 'As most columns are.' },
  identifier: { label: 'Identifier', meaning: 'Tells rows apart. Steps may use it; it is not learned from.' },
  time: { label: 'Time', meaning: 'Says when. Steps such as lags need it; it is not learned from.' },
  group: { label: 'Group', meaning: 'Says whose rows belong together. Steps may use it; it is not learned from.' },
  later: { label: 'Known later', meaning: 'Not known when you predict: neither steps nor learner see it.' },
}

/** What part a column plays. */
export function RoleMenu({ column, role, onChange }: { column: string; role: Role; onChange: (role: Role) => void }) {
  return (
    <Menu position="bottom-end" width={300} shadow="none" withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={styles.role!} aria-label={`Role of ${column}: ${ROLE_WORDS[role].label}`}>
          {role !== 'feature' && ROLE_WORDS[role].label.toLowerCase()}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {ROLES.map((each) => (
          <Menu.Item
            key={each}
            className={controlStyles.option!}
            rightSection={each === role && <IconCheck size={14} aria-label="as it is" />}
            onClick={() => onChange(each)}
          >
            <span className={controlStyles.optionText}>
              <b>{ROLE_WORDS[each].label}</b>
              <span className="caption">{ROLE_WORDS[each].meaning}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
