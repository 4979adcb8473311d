import type { ReactNode } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import { floating } from './styles.ts'

interface Props {
  readonly title: string
  readonly keys?: string | undefined
  readonly placement?: 'bottom' | 'right'
  readonly children: ReactNode
}

/** A button with its name and its keys beside it. */
export const Hinted = ({ title, keys, placement = 'bottom', children }: Props) => (
  <TooltipTrigger delay={500}>
    {children}
    <Tooltip placement={placement} className={floating.tooltip}>
      {title}
      {keys && <kbd>{keys}</kbd>}
    </Tooltip>
  </TooltipTrigger>
)
