import { expect, test } from 'vitest'
import { changed } from '../../../graph/edit/change.ts'
import { equalIds } from '../../../graph/edit/equal-ids.ts'
import { emptyWorkflow } from '../../../graph/workflow.ts'

const file = {
  ...emptyWorkflow,
  last_node_id: 7,
  nodes: [
    { id: 1, type: 'A' },
    { id: '1', type: 'B' },
    { id: 2, type: 'C' },
    { id: 2, type: 'D', inputs: [{ name: 'x', link: 5 }] },
    { id: 1, type: 'E', outputs: [{ name: 'x', links: [] }] },
  ],
}

test('nodes without wires whose id is taken get new ids; one with wires keeps it', () => {
  const { separable, shared, change } = equalIds(file)
  expect([separable, shared]).toEqual([['1'], ['2']])
  const after = changed(file, change)
  expect(after.nodes.map(({ id }) => id)).toEqual([1, 8, 2, 2, 9])
  expect(after.last_node_id).toBe(9)
})

test('a file whose ids differ stays as it is', () => {
  const sound = { ...file, nodes: file.nodes.slice(0, 1) }
  const { separable, shared, change } = equalIds(sound)
  expect([separable, shared, changed(sound, change)]).toEqual([[], [], sound])
})
