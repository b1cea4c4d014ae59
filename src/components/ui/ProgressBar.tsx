import styles from './ui.module.css'

/** A 6 px bar. Without a share it says that the end is not known. */
export function ProgressBar({ share, label }: { share: number | undefined; label: string }) {
  return (
    <progress
      className={styles.progress}
      aria-label={label}
      max={1}
      {...(share !== undefined && { value: Math.min(1, Math.max(0, share)) })}
    />
  )
}
