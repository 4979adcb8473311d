import { expect, test } from 'vitest'
import { NodeError } from '../../graph/errors.ts'

test('a node error names the node and keeps its cause', () => {
  const cause = new Error('out of memory')
  const error = new NodeError({ id: '12:5', type: 'KSampler', title: 'Main' }, cause)
  expect([error.message, error.cause]).toEqual(['Main (node 12:5) failed: out of memory', cause])
})
