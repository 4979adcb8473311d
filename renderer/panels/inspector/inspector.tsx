import type { ReactNode } from 'react'
import { panels, texts } from '../../look/styles.ts'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import { InspectDocument } from './inspect-document.tsx'
import { InspectGroup } from './inspect-group.tsx'
import { InspectNode } from './inspect-node.tsx'
import { InspectSeveral } from './inspect-several.tsx'

/** The panel on the right: all settings of what is selected. */
export function Inspector({ children }: { readonly children?: ReactNode }) {
  const { canvas } = useStudio()
  const leave = ({ key }: { readonly key: string }) => key === 'Escape' && canvas.current?.focus()
  const selection = useActive(document => document.selection)
  const nodes = [...(selection?.nodes ?? [])]
  const [group] = selection?.groups ?? []
  return (
    <aside className={panels.inspector} aria-label="Inspector" onKeyDown={leave}>
      <h2 className={texts.hidden}>Inspector</h2>
      {nodes.length === 1 ? (
        <InspectNode key={nodes[0]} id={nodes[0]!} />
      ) : nodes.length > 1 ? (
        <InspectSeveral count={nodes.length} />
      ) : group !== undefined ? (
        <InspectGroup key={group} index={group} />
      ) : (
        <InspectDocument />
      )}
      {children}
    </aside>
  )
}
