import type { ReactNode } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import { floating } from '../../look/styles.ts'

/** A tool with its name and its keys below it. */
export function Hinted({
  title,
  keys,
  children,
}: {
  readonly title: string
  readonly keys?: string
  readonly children: ReactNode
}) {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <Tooltip placement="bottom" className={floating.tooltip}>
        {title}
        {keys && <kbd>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
