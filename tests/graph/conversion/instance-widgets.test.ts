import { expect, test } from 'vitest'
import { instanceWidgets } from '../../../graph/conversion/instance-widgets.ts'
import { promotedInside } from '../../../graph/conversion/promoted.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { readWidgetValues } from '../../../graph/widgets/widget-values.ts'
import { subgraphsOf, type Workflow } from '../../../graph/workflow.ts'
import { readCase } from '../../fixtures/read-case.ts'
import { edited } from '../edit/edited.ts'
import { specs } from '../specs.ts'

function instanceIn(workflow: Workflow) {
  const definitions = subgraphsOf(workflow)
  const node = workflow.nodes.find(({ type }) => definitions.has(type))!
  const inputs = instanceWidgets(node, definitions.get(node.type)!, specs)
  const spec = { type: node.type, title: '', about: '', category: '', inputs, outputs: {}, isOutput: false }
  return { node, spec }
}

test('an instance shows the widgets of its subgraph with its own values, and an edit of one runs', () => {
  const workflow = readCase('subgraph-S14.json')
  const { node, spec } = instanceIn(workflow)
  const { values } = readWidgetValues(spec, node.widgets_values)
  expect(values).toMatchObject({ seed: 777, steps: 4 })
  const changed = edited(workflow, setWidget(spec, node.id, 'steps', 6))
  const sampler = Object.values(toPrompt(changed, specs)).find(({ class_type }) => class_type === 'KSampler')!
  expect(sampler.inputs).toMatchObject({ seed: 777, steps: 6 })
})

test('a widget of an instance can be compared: an axis names the widget inside', () => {
  const workflow = readCase('subgraph-S14.json')
  const { node } = instanceIn(workflow)
  const inside = promotedInside(node, subgraphsOf(workflow).get(node.type)!, 'steps')!
  const prompt = toPrompt(workflow, specs)
  expect([prompt[inside.node]?.class_type, prompt[inside.node]?.inputs[inside.widget]]).toEqual(['KSampler', 4])
  expect(promotedInside(node, subgraphsOf(workflow).get(node.type)!, 'nothing')).toBeUndefined()
})

test('values that are saved in another order are not edited in their place', () => {
  expect(instanceIn(readCase('subgraph-S2.json')).spec.inputs).toEqual({})
})
