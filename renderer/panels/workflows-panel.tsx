export function WorkflowsPanel() {
  return null
}
