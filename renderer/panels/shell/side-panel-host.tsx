import type { SidePanel } from '../../studio/layout.ts'
import { ModelsPanel } from '../library/models-panel.tsx'
import { NodesPanel } from '../library/nodes-panel.tsx'
import { WorkflowsPanel } from '../library/workflows-panel.tsx'
import { HistoryPanel } from '../runs/history-panel.tsx'
import { QueuePanel } from '../runs/queue-panel.tsx'

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
