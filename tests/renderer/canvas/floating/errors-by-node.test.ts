import { expect, test } from 'vitest'
import { errorsByNode } from '../../../../renderer/canvas/floating/errors-by-node.ts'
import type { RunError } from '../../../../runtime/contract/run-event.ts'

const error = (node: string | null, message: string): RunError => ({
  node,
  type: null,
  title: null,
  input: null,
  code: 'x',
  file: null,
  message,
  stack: null,
})

test('the errors of one node are shown together, each sentence once', () => {
  const errors = [error('4', 'a'), error(null, 'c'), error('5', 'a'), error('4', 'b'), error('4', 'a')]
  expect(errorsByNode(errors).map(({ node, errors }) => [node, errors.map(({ message }) => message)])).toEqual([
    ['4', ['a', 'b']],
    [null, ['c']],
    ['5', ['a']],
  ])
})
