import css from './cannot-start.module.css'
/** Shown instead of the window when the program does not answer. */
export function CannotStart({ error }: { readonly error: unknown }) {
  return (
    <main className={css.page}>
      <h1>Leapgraph could not start</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p>Close the window and start Leapgraph again. Your workflows are kept.</p>
    </main>
  )
}
