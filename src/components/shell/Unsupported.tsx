import styles from './unsupported.module.css'

/** Instead of the page, where the browser lacks what it needs: says what, and what to do. */
export function Unsupported({ missing }: { missing: readonly string[] }) {
  return (
    <main className={styles.page}>
      <h1>Assay cannot run in this browser.</h1>
      <p>It reads, trains and stores everything in the tab itself, and needs:</p>
      <ul>
        {missing.map((feature) => (
          <li key={feature}>{feature}</li>
        ))}
      </ul>
      <p>
        Open this page in a current Chrome, Edge, Firefox or Safari, in a normal (not private) window. Chrome and Edge
        also train on the GPU.
      </p>
    </main>
  )
}
