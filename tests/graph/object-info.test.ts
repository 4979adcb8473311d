import { expect, test } from 'vitest'
import { readDrawing } from '../../graph/drawing/drawing.ts'
import { stringifyJson } from '../../graph/json.ts'
import { drawing, float, optional, socket, specOf } from '../../graph/node.ts'
import { objectInfo } from '../../graph/object-info.ts'
import { typesMeet } from '../../graph/port-types.ts'
import { defineNode } from '../../nodes/define.ts'
import { specNamed } from './specs.ts'

test('a node is described to clients as ComfyUI describes it', () => {
  const info = objectInfo(specNamed('KSampler'), () => [])
  expect(info.input.required).toMatchObject({
    model: ['MODEL'],
    seed: ['INT', { default: 0n, min: 0n, max: 18446744073709551615n, control_after_generate: true }],
    steps: ['INT', { default: 20, min: 1, max: 10000, step: 1 }],
    cfg: ['FLOAT', { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
    sampler_name: [['euler', 'euler_ancestral', 'dpmpp_2m', 'lcm', 'ddim'], { default: 'euler' }],
  })
  expect(info.input_order.required.slice(0, 3)).toEqual(['model', 'seed', 'steps'])
  expect([info.output, info.output_is_list, info.output_name, info.output_node]).toEqual([
    ['LATENT'],
    [false],
    ['LATENT'],
    false,
  ])
  expect(stringifyJson(info)).toContain('"max":18446744073709551615')
})

test('a drawing is a text to others', () => {
  const spec = { ...specNamed('LoadImage'), inputs: { drawing: drawing() } }
  const [type, options] = objectInfo(spec, () => []).input.required.drawing as [string, { default: string }]
  expect(type).toBe('STRING')
  expect(readDrawing(options.default)).toMatchObject({ width: 512, height: 512, layers: [{ strokes: [] }] })
})

test('a combo of files lists them, with its upload button', () => {
  const info = objectInfo(specNamed('LoadImage'), folder => [`${folder}.png`])
  expect(info.input.required.image).toEqual([['input.png'], { image_upload: true }])
})

test('optional inputs stand apart', () => {
  const { input, input_order } = objectInfo(specNamed('MaskOrImage'), () => [])
  expect([input.optional, input_order]).toEqual([{ other: ['*'] }, { required: ['any'], optional: ['other'] }])
})

test('a definition becomes a spec without its run', () => {
  const definition = defineNode({
    type: 'Scale',
    title: 'Scale',
    about: 'Scales.',
    inputs: { a: socket<number>('A'), by: optional(float({ default: 1, min: 0, max: 2, help: 'how much' })) },
    outputs: { a: socket<number>('A') },
    run: ({ a, by }) => ({ a: a * (by ?? 1) }),
  })
  const spec = specOf(definition, 'math')
  expect(spec).toEqual({
    type: 'Scale',
    title: 'Scale',
    about: 'Scales.',
    category: 'math',
    inputs: definition.inputs,
    outputs: definition.outputs,
    isOutput: false,
  })
  expect(objectInfo(spec, () => []).input.optional).toEqual({
    by: ['FLOAT', { default: 1, min: 0, max: 2, step: 0.5, tooltip: 'how much' }],
  })
})

test('types meet when equal, in any part, or with *', () => {
  expect([
    typesMeet('IMAGE', 'image'),
    typesMeet('IMAGE', 'MASK, IMAGE'),
    typesMeet('*', 'X'),
    typesMeet('X', '*'),
    typesMeet('A', 'B'),
  ]).toEqual([true, true, true, true, false])
})
