import styles from './columns.module.css'

/**
 * How a menu of a page is placed: within the page's landmark, and without the empty element that Mantine gives the first
 * focus, which is no child that a menu may have. The first item has it instead.
 */
export const IN_PAGE = {
  portalProps: { target: '#main' },
  withInitialFocusPlaceholder: false,
  classNames: { item: styles.menuItem ?? '' },
} as const
