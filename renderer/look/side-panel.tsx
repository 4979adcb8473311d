import type { ReactNode } from 'react'
import { panels } from './styles.ts'

interface Props {
  readonly title: string
  /** Its name for screen readers, where the title is too short for one. */
  readonly label?: string
  /** What stands beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A panel on the left: a title with actions, and what scrolls below it. */
export const SidePanel = ({ title, label = title, actions, children }: Props) => (
  <section className={panels.side} aria-label={label}>
    <header>
      <h2>{title}</h2>
      {actions}
    </header>
    <div className={panels.body}>{children}</div>
  </section>
)
