import { expect, test } from 'vitest'
import { differenceInWords } from '../../../graph/document/difference.ts'
import { emptyWorkflow, type Workflow } from '../../../graph/workflow.ts'

const workflow = (...nodes: Workflow['nodes']): Workflow => ({ ...emptyWorkflow, nodes })
const node = (id: number, values: readonly unknown[] = [], pos: readonly [number, number] = [0, 0]) =>
  ({ id, type: 'KSampler', widgets_values: values, pos: [...pos] }) as Workflow['nodes'][number]

test('nodes that only one of them has, other values and other places are counted', () => {
  const yours = workflow(node(1), node(2, [7]), node(3), node(4))
  const file = workflow(node(1), node(2, [8]), node(3, [], [40, 0]), node(5), node(6))
  expect(differenceInWords(yours, file)).toBe(
    'Nodes: 1 only in yours, 2 only in the file, 1 with other values, 1 in another place.',
  )
})

test('seeds beyond 2⁵³ are compared exactly', () => {
  const differs = differenceInWords(
    workflow(node(1, [18446744073709551614n])),
    workflow(node(1, [18446744073709551615n])),
  )
  expect(differs).toBe('Nodes: 1 with other values.')
})

test('the same nodes, or the same document', () => {
  const yours = workflow(node(1))
  expect(differenceInWords(yours, workflow(node(1)))).toBe('Both are the same.')
  expect(differenceInWords(yours, { ...yours, extra: { ds: { scale: 2 } } })).toBe(
    'The nodes are the same; wires, groups or the view differ.',
  )
})
