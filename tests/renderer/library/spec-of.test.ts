import { expect, test } from 'vitest'
import { withValue } from '../../../graph/widgets/node-values.ts'
import { readWidgetValues } from '../../../graph/widgets/widget-values.ts'
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

test('an old group node has the widgets of the nodes inside, and says which nodes those are', () => {
  const groups = checkWorkflow({
    nodes: [
      { id: 1, type: 'workflow>Sampling', widgets_values: [7, 'fixed', 20, 4, 'euler', 'normal', 0.5] },
      { id: 2, type: 'workflow>Loading', widgets_values: ['a.png', 'image'] },
    ],
    links: [],
    extra: {
      groupNodes: {
        Sampling: { nodes: [{ type: 'KSampler', widgets_values: [1, 'fixed', 9] }, { type: 'VAEDecode' }], links: [] },
        Loading: { nodes: [{ type: 'LoadImage' }], links: [] },
      },
    },
  })
  const [sampling, loading] = groups.nodes.map(node => specOf(specs, groups, node)!)
  expect(sampling!.about).toContain('KSampler, VAE Decode')
  const { values, controls } = readWidgetValues(sampling!, groups.nodes[0]!.widgets_values)
  expect(values).toMatchObject({ seed: 7, steps: 20, cfg: 4, sampler_name: 'euler', denoise: 0.5 })
  expect(controls).toEqual({ seed: 'fixed' })
  const edited = withValue(sampling!, groups.nodes[0]!, 'cfg', 6)
  expect(edited.widgets_values).toEqual([7, 'fixed', 20, 6, 'euler', 'normal', 0.5])
  expect(sampling!.inputs.steps).toMatchObject({ default: 9 })
  // A button stands among the saved values: they are not edited on the group node.
  expect(loading!.inputs).toEqual({})
  expect(specOf(specs, groups, groups.nodes[0]!)).toBe(sampling)
})
