import type { SidePanel } from '../studio/layout.ts'
import { HistoryPanel } from './history-panel.tsx'
import { ModelsPanel } from './models-panel.tsx'
import { NodesPanel } from './nodes-panel.tsx'
import { QueuePanel } from './queue-panel.tsx'
import { WorkflowsPanel } from './workflows-panel.tsx'

const panels = {
  nodes: NodesPanel,
  models: ModelsPanel,
  workflows: WorkflowsPanel,
  queue: QueuePanel,
  history: HistoryPanel,
} as const satisfies Record<SidePanel, unknown>

/** The panel on the left. */
export function SidePanelHost({ panel }: { readonly panel: SidePanel }) {
  const Panel = panels[panel]
  return <Panel />
}
