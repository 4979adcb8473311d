import { expect, test } from 'vitest'
import { checkWorkflow } from '../../../graph/workflow.ts'
import { loadNodes } from '../../../nodes/registry.ts'
import { specOf } from '../../../renderer/library/spec-of.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const workflow = checkWorkflow({
  nodes: [
    {
      id: 1,
      type: 'PrimitiveNode',
      outputs: [{ name: 'INT', type: 'INT', links: [7] }],
      widgets_values: [20, 'fixed'],
    },
    { id: 2, type: 'KSampler', inputs: [{ name: 'steps', type: 'INT', link: 7, widget: { name: 'steps' } }] },
    { id: 3, type: '5f0c-sub' },
    { id: 4, type: 'SomebodysNode' },
    { id: 5, type: 'workflow>Upscale' },
  ],
  links: [[7, 1, 0, 2, 0, 'INT']],
  definitions: { subgraphs: [{ id: '5f0c-sub', name: 'My upscaler', nodes: [], links: [] }] },
  extra: { groupNodes: { Upscale: { nodes: [], links: [] } } },
  version: 0.4,
})
const spec = (index: number) => specOf(specs, workflow, workflow.nodes[index]!)

test('a primitive is the widget it feeds', () => {
  expect(spec(0)?.inputs.value).toBe(specs.get('KSampler')!.inputs.steps)
})
test('an instance of a subgraph has the subgraph’s name', () => expect(spec(2)?.title).toBe('My upscaler'))
test('a node nobody knows stays unknown', () => expect(spec(3)).toBeUndefined())
test('an old group node has its name', () => expect(spec(4)?.title).toBe('Upscale'))
