import { expect, test } from 'vitest'
import { importPrompt } from '../../../graph/import/api-prompt.ts'
import { atOnce } from '../../../graph/planning/in-parts.ts'
import { type Specs, toPrompt } from '../../../graph/prompt.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const specs: Specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))

test('a literal at an input without a widget becomes a node that gives it, and runs as before', () => {
  const prompt = {
    '1': { class_type: 'ComfySwitchNode', inputs: { switch: true, on_false: 'a fox', on_true: 2.5 } },
    '2': { class_type: 'ComfyMathExpression', inputs: { expression: 'a * b', 'values.a': 3, 'values.b': ['1', 0] } },
    '7': { class_type: 'PreviewAny', inputs: { source: true } },
  }
  const document = atOnce(importPrompt(prompt, specs))
  const written = toPrompt(document, specs)
  const added = Object.entries(written).filter(([id]) => !Object.hasOwn(prompt, id))
  expect(added.map(([id, { class_type, inputs }]) => [id, class_type, inputs.value])).toEqual([
    ['8', 'PrimitiveStringMultiline', 'a fox'],
    ['9', 'PrimitiveFloat', 2.5],
    ['10', 'PrimitiveInt', 3],
    ['11', 'PrimitiveBoolean', true],
  ])
  expect(written['1']!.inputs).toEqual({ switch: true, on_false: ['8', 0], on_true: ['9', 0] })
  expect(written['2']!.inputs).toMatchObject({ 'values.a': ['10', 0], 'values.b': ['1', 0] })
  expect(written['7']!.inputs).toMatchObject({ source: ['11', 0] })
})
