import { describe, expect, test } from 'vitest'
import type { Json } from '../../../graph/json.ts'
import { type AnyNode, optional, socket, specOf } from '../../../graph/node.ts'
import { plan } from '../../../graph/plan.ts'
import { contentKey } from '../../../graph/planning/content-key.ts'
import { specs } from '../specs.ts'
import { prompt, textToImage } from './prompts.ts'

test('a missing input names node and input', () => {
  const broken = textToImage()
  const { model: _, ...inputs } = broken['3']!.inputs
  const { errors, steps, targets } = plan(
    { ...broken, '3': { class_type: 'KSampler', inputs, _meta: { title: 'Main' } } },
    specs,
  )
  expect(errors[0]?.message).toBe('Main (node 3), input model needs a MODEL, and nothing is connected or set.')
  expect(errors[0]).toMatchObject({
    code: 'missing-input',
    place: { nodeId: '3', nodeType: 'KSampler', input: 'model' },
  })
  expect([steps, targets]).toEqual([[], []])
})

test.each<[string, Json, string, string]>([
  ['steps', 0, 'too-small', 'KSampler (node 3), input steps: expected 1 to 10000, got 0.'],
  ['steps', 99999, 'too-big', 'KSampler (node 3), input steps: expected 1 to 10000, got 99999.'],
  [
    'steps',
    null,
    'bad-value',
    'KSampler (node 3), input steps: expected a whole number, got null (NaN and Infinity in a file are read as null).',
  ],
  ['steps', '4.5', 'bad-value', 'KSampler (node 3), input steps: expected a whole number, got "4.5".'],
  ['cfg', 'high', 'bad-value', 'KSampler (node 3), input cfg: expected a number, got "high".'],
  [
    'seed',
    2n ** 64n,
    'too-big',
    'KSampler (node 3), input seed: expected 0 to 18446744073709551615, got 18446744073709551616.',
  ],
  [
    'sampler_name',
    'uni',
    'not-in-list',
    'KSampler (node 3), input sampler_name: expected euler, euler_ancestral, dpmpp_2m, lcm, ddim, got "uni".',
  ],
  ['model', 5, 'bad-link', 'KSampler (node 3), input model must be connected to a MODEL output.'],
  ['model', ['4'], 'bad-link', 'KSampler (node 3), input model is not a link: expected [node id, output number].'],
  ['model', ['44', 0], 'bad-link', 'KSampler (node 3), input model reads from node 44, which is not there.'],
  [
    'model',
    ['4', 3],
    'bad-link',
    'KSampler (node 3), input model reads output 3 of Load Checkpoint (node 4), which has 3 outputs.',
  ],
  [
    'model',
    ['4', 1],
    'type-mismatch',
    'KSampler (node 3), input model takes MODEL, but CLIP of Load Checkpoint (node 4) gives CLIP.',
  ],
  [
    'steps',
    ['5', 0],
    'type-mismatch',
    'KSampler (node 3), input steps takes INT, but LATENT of Empty Latent Image (node 5) gives LATENT.',
  ],
])('%s = %s is %s', (input, value, code, message) => {
  const { errors } = plan(textToImage({ [input]: value }), specs)
  expect(errors.map(error => [error.code, error.message])).toEqual([[code, message]])
  expect(errors[0]?.place).toMatchObject({ nodeId: '3', nodeType: 'KSampler', input })
})

test('optional inputs may be absent; lists of types meet in any part; * meets all', () => {
  const any = (source: Json) =>
    plan(prompt({ '1': ['LoadImage', { image: 'a' }], '2': ['MaskOrImage', { any: source }] }), specs)
  expect([any(['1', 0]).errors, any(['1', 1]).errors]).toEqual([[], []])
  expect(
    plan(
      prompt({ '1': ['LoadImage', { image: 'a' }], '2': ['MaskOrImage', { any: ['1', 0], other: ['1', 1] }] }),
      specs,
    ).errors,
  ).toEqual([])
  expect(any(['1', 0]).steps.at(-1)?.inputs).not.toHaveProperty('other')
  const none = prompt({ '1': ['LoadImage', { image: 'a' }], '2': ['MaskOrImage', { any: ['1', 0], other: null }] })
  expect(plan(none, specs).errors).toEqual([])
  expect(plan(none, specs).steps.at(-1)?.inputs).not.toHaveProperty('other')
})

describe('a literal where there is no widget', () => {
  const any = specOf(
    {
      ...{ type: 'Any', title: 'Any', about: '', isOutput: true, run: () => ({}), outputs: {} },
      ...{ inputs: { any: socket('*'), whole: socket('INT'), yes: socket('BOOLEAN'), text: socket('STRING') } },
    } as unknown as AnyNode,
    'test',
  )
  const number = specOf(
    {
      ...{ type: 'Number', title: 'Number', about: '', isOutput: true, run: () => ({}), outputs: {} },
      ...{ inputs: { number: socket('FLOAT,INT,BOOLEAN'), picture: optional(socket('IMAGE,MASK')) } },
    } as unknown as AnyNode,
    'test',
  )
  const known = new Map([...specs, ['Any', any] as const, ['Number', number] as const])

  test('is read as ComfyUI reads it, with Python, by the type of the socket', () => {
    const given = { any: { __value__: [1, 'a'] }, whole: '12', yes: 'false', text: 5 }
    const { steps, errors } = plan(prompt({ '1': ['Any', given] }), known)
    expect(errors).toEqual([])
    const literals = Object.entries(steps[0]!.inputs).map(([name, input]) => [name, 'value' in input && input.value])
    expect(Object.fromEntries(literals)).toEqual({ any: [1, 'a'], whole: 12, yes: true, text: '5' })
  })

  test.each<[string, Json]>([
    ['any', 'a text'],
    ['any', null],
    ['any', { a: 1 }],
    ['whole', 2n ** 60n],
  ])('%s = %o reaches the node unchanged, and is part of its key', (input, value) => {
    const others = { any: 0, whole: 0, yes: true, text: '' }
    const stepOf = (value: Json) => plan(prompt({ '1': ['Any', { ...others, [input]: value }] }), known).steps[0]!
    expect(stepOf(value).inputs[input]).toEqual({ kind: 'value', value })
    expect(contentKey(stepOf(value), new Map())).not.toBe(contentKey(stepOf(1), new Map()))
  })

  test('is kept where several simple types meet, and refused where it cannot be the type', () => {
    const errorsOf = (inputs: Record<string, Json>, type = 'Number') =>
      plan(prompt({ '1': [type, inputs] }), known).errors.map(({ code, message }) => [code, message])
    expect(errorsOf({ number: 2.5 })).toEqual([])
    expect(errorsOf({ number: 1, picture: 'a.png' })).toEqual([
      ['bad-link', 'Number (node 1), input picture must be connected to an IMAGE,MASK output.'],
    ])
    expect(errorsOf({ any: 0, whole: '1.5', yes: 0, text: '' }, 'Any')).toEqual([
      ['bad-value', 'Any (node 1), input whole: expected a whole number, got "1.5".'],
    ])
  })
})
