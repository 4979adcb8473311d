import type { ReactNode } from 'react'
import css from './scroll.module.css'

/** A part that scrolls and can be reached by the keyboard: a list whose own focus stays in a search field cannot. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <div className={css.scroll} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
