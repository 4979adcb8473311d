import type { ReactNode } from 'react'
import css from './scroll.module.css'

/** A scrolling part that the keyboard can reach. A list cannot, when the focus stays in its search field. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <div className={css.scroll} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
