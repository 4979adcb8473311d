import { expect, test } from 'vitest'
import { ancestorsOf } from '../../../graph/planning/ancestors.ts'
import type { GraphScope } from '../../../graph/workflow.ts'

const graph = {
  nodes: [1, 2, 3, 4].map(id => ({ id, type: 'T' })),
  links: [
    [1, 1, 0, 2, 0, 'MODEL'],
    null,
    { id: 2, origin_id: 2, origin_slot: 0, target_id: '3', target_slot: 0, type: '*' },
  ],
} as unknown as GraphScope

test('a node depends on what it reads, directly or not, however the file spells its links', () => {
  expect([...ancestorsOf(graph, '3')].sort()).toEqual(['1', '2'])
  expect([...ancestorsOf(graph, '1')]).toEqual([])
  expect([...ancestorsOf(graph, '4')]).toEqual([])
})

test('a circle ends', () => {
  const circle = {
    nodes: graph.nodes,
    links: [
      [1, 1, 0, 2, 0, '*'],
      [2, 2, 0, 1, 0, '*'],
    ],
  } as unknown as GraphScope
  expect([...ancestorsOf(circle, '1')].sort()).toEqual(['1', '2'])
})
