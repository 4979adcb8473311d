import { ancestorsOf } from '../../graph/planning/ancestors.ts'
import { findNode } from '../../graph/workflow.ts'
import type { NodeView } from '../studio/studio.ts'
import { useActive, useRunView } from '../studio/use-studio.ts'
import { HeatMap } from './heat-map.tsx'

/** On a sampler, and on the nodes that show its picture: which experts of a mixture acted where. */
export const expertsView: NodeView = {
  name: 'experts',
  AboveWidgets: ({ node }) => <MapFor id={String(node.id)} />,
}

/** The map of the node itself, else those of the samplers that its picture comes from. */
function MapFor({ id }: { readonly id: string }) {
  const maps = useRunView()?.experts ?? {}
  const present = useActive(({ present }) => present)
  if (!present || Object.keys(maps).length === 0) return null
  const nodes = maps[id] ? [id] : Object.keys(maps).filter(node => ancestorsOf(present, id).has(node))
  const titleOf = (node: string) => findNode(present, node)?.title ?? findNode(present, node)?.type ?? 'node'
  return nodes.map(node => (
    <HeatMap key={node} map={maps[node]!} from={node === id ? undefined : `${titleOf(node)} ${node}`} />
  ))
}
