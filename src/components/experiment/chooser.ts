import styles from './controls.module.css'

/**
 * How every select of these pages drops down: within the page, so that it lies in a landmark, with options that may take
 * two lines, and with the list itself scrolling, which a keyboard reaches by way of the field.
 */
export const chooser = {
  withScrollArea: false,
  comboboxProps: { withinPortal: false, shadow: 'none' },
  classNames: { option: styles.option!, options: styles.options! },
} as const
