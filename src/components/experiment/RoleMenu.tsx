import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { IN_PAGE } from '@/components/dataset/menu.ts'
import { ROLES, type Role } from '@/core/dataset/role.ts'
import controlStyles from './controls.module.css'
import styles from './recipe.module.css'

export const ROLE_WORDS: Readonly<Record<Role, { readonly label: string; readonly meaning: string }>> = {
  feature: { label: 'Learned from', meaning: 'As most columns are.' },
  identifier: { label: 'Identifier', meaning: 'Tells rows apart. Steps may use it; it is not learned from.' },
  time: { label: 'Time', meaning: 'Says when. Steps such as lags need it; it is not learned from.' },
  group: { label: 'Group', meaning: 'Says whose rows belong together. Steps may use it; it is not learned from.' },
  later: { label: 'Known later', meaning: 'Not known when you predict: neither steps nor learner see it.' },
}

/** What part a column plays. */
export function RoleMenu({ column, role, onChange }: { column: string; role: Role; onChange: (role: Role) => void }) {
  // The menu itself is made when it is first wanted: a wide table has many columns.
  const [isWanted, setWanted] = useState(false)
  const button = (
    <button
      type="button"
      className={styles.role}
      aria-label={`Role of ${column}: ${ROLE_WORDS[role].label}`}
      aria-haspopup="menu"
      onClick={isWanted ? undefined : () => setWanted(true)}
    >
      {role !== 'feature' && ROLE_WORDS[role].label.toLowerCase()}
      <IconChevronDown size={14} aria-hidden />
    </button>
  )
  if (!isWanted) return button
  return (
    <Menu defaultOpened position="bottom-end" width={320} shadow="none" {...IN_PAGE}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Role of {column}</Menu.Label>
        <Menu.RadioGroup value={role} onChange={(next) => onChange(next as Role)}>
          {ROLES.map((each) => (
            <Menu.RadioItem key={each} value={each} closeMenuOnClick>
              <span className={controlStyles.optionText}>
                <b>{ROLE_WORDS[each].label}</b>
                <span className="caption">{ROLE_WORDS[each].meaning}</span>
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
