import { Component, type ReactNode } from 'react'
import { buttons } from '../../look/styles.ts'
import css from './cannot-start.module.css'

/** Shown instead of the window when rendering failed. The journal keeps the open documents and restores them. */
export class Crashed extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <main className={css.page} role="alert">
        <h1>The window stopped working</h1>
        <p>Your workflows are kept. Load the window again to continue.</p>
        <button type="button" className={buttons.primary} onClick={() => location.reload()}>
          Load again
        </button>
        <p>{String(this.state.error)}</p>
      </main>
    )
  }
}
