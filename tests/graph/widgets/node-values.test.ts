import { expect, test } from 'vitest'
import { advanceSeeds } from '../../../graph/edit/advance-seeds.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import { turnInto } from '../../../graph/recipes/turn-into.ts'
import { namedAgain } from '../../../graph/widgets/node-values.ts'
import { checkWorkflow, type WorkflowNode } from '../../../graph/workflow.ts'
import { edited } from '../edit/edited.ts'
import { specs } from '../specs.ts'

/** As front ends of 2026 save them: by order, and by name. */
const workflow = checkWorkflow({
  nodes: [
    {
      id: 1,
      type: 'PrimitiveNode',
      outputs: [{ name: 'INT', type: 'INT', links: [7] }],
      widgets_values: [20, 'increment'],
      widgets_values_named: { value: 20, control_after_generate: 'increment' },
    },
    {
      id: 2,
      type: 'KSampler',
      inputs: [{ name: 'seed', type: 'INT', link: 7, widget: { name: 'seed' } }],
      widgets_values: [20, 'fixed', 20, 8, 'euler', 'normal', 1],
      widgets_values_named: { seed: 20, steps: 20, cfg: 8 },
    },
  ],
  links: [[7, 1, 0, 2, 0, 'INT']],
})
const namedOf = ({ nodes }: { readonly nodes: readonly WorkflowNode[] }, at: number) =>
  (nodes[at] as { readonly widgets_values_named?: unknown }).widgets_values_named

test('the values by name follow an edit of a widget and the next seed of a primitive', () => {
  const changed = edited(workflow, setWidget(specs.get('KSampler')!, 2, 'steps', 4), advanceSeeds(specs))
  expect(namedOf(changed, 1)).toEqual({ seed: 20, steps: 4, cfg: 8 })
  expect(namedOf(changed, 0)).toEqual({ value: 21, control_after_generate: 'increment' })
})

test('a node that becomes another loses the names of its old values', () => {
  const changed = edited(workflow, draft => turnInto(draft, specs, 2, 'EmptyLatentImage'))
  expect(changed.nodes[1]!.type).toBe('EmptyLatentImage')
  expect(namedOf(changed, 1)).toBeUndefined()
})

test('a text whose name is not known is replaced where it stands', () => {
  const node = { widgets_values_named: { text: '{a|b}', steps: 4 } }
  expect(namedAgain(node, '{a|b}', 'a')).toEqual({ widgets_values_named: { text: 'a', steps: 4 } })
  expect(namedAgain({}, '{a|b}', 'a')).toEqual({})
})
