export function NodesPanel() {
  return null
}
