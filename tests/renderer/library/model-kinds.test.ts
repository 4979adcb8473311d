import { expect, test } from 'vitest'
import { kindsOf } from '../../../renderer/library/model-kinds.ts'

test('damaged files are one kind, whatever their folder is called', () => {
  const kinds = [null, 'Checkpoint', 'LoRA', null, 'Checkpoint'].map(kind => ({ kind }))
  expect(kindsOf(kinds)).toEqual(['Checkpoint', 'LoRA', 'Cannot be read'])
})
