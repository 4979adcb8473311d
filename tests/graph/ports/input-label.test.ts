import { expect, test } from 'vitest'
import { inputLabel } from '../../../graph/ports/input-label.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const nodes = await loadNodes()
const label = (type: string, name: string) => inputLabel(nodes.get(type)!.spec, name)

test('an input that comes with a choice or grows in a group is called without them', () => {
  expect(label('ResizeImageMaskNode', 'resize_type.width')).toBe('width')
  expect(label('SaveImageAdvanced', 'format.bit_depth')).toBe('bit_depth')
  expect(label('BatchImagesMasksLatentsNode', 'inputs.input0')).toBe('input0')
})

test('other names keep their points', () => {
  expect(label('ModelMergeSD1', 'input_blocks.0.')).toBe('input_blocks.0.')
  expect(inputLabel(undefined, 'a.b')).toBe('a.b')
})
