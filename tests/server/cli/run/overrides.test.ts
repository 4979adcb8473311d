import { expect, test } from 'vitest'
import { choice, float, int, type NodeSpec, seed, socket, text, toggle } from '../../../../graph/node.ts'
import { withOverrides } from '../../../../graph/planning/overrides.ts'
import type { Prompt } from '../../../../graph/prompt.ts'
import { overridesOf, seedsOf } from '../../../../server/cli/run/overrides.ts'
import { UsageError } from '../../../../server/cli/usage.ts'

const spec = (type: string, inputs: NodeSpec['inputs']): [string, NodeSpec] => [
  type,
  { type, title: type, about: '', category: '', inputs, outputs: {}, isOutput: false },
]
const specs = new Map([
  spec('CLIPTextEncode', { clip: socket('CLIP'), text: text() }),
  spec('Sampler', {
    seed: seed(),
    steps: int({ default: 4, min: 1, max: 50 }),
    cfg: float({ default: 1, min: 0, max: 20 }),
    add_noise: toggle({ default: true }),
    sampler_name: choice(['euler', 'ddim']),
  }),
])
const prompt: Prompt = {
  3: { class_type: 'Sampler', inputs: { seed: 1, steps: 4 }, _meta: { title: 'Sampler' } },
  5: { class_type: 'Sampler', inputs: { seed: ['9', 0] }, _meta: { title: 'Second pass' } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat' }, _meta: { title: 'Positive' } },
  7: { class_type: 'Unknown', inputs: {} },
}
const set = (node: string, input: string, value: string) =>
  overridesOf(prompt, specs, { set: [{ node, input, value }] })[0]

test.each([
  ['3', 'steps', '8', { id: '3', input: 'steps', value: 8 }],
  ['Second pass', 'cfg', '1.5', { id: '5', input: 'cfg', value: 1.5 }],
  ['CLIPTextEncode', 'text', '12', { id: '6', input: 'text', value: '12' }],
  ['3', 'add_noise', 'false', { id: '3', input: 'add_noise', value: false }],
  ['3', 'seed', '18446744073709551615', { id: '3', input: 'seed', value: 2n ** 64n - 1n }],
  ['Sampler', 'sampler_name', 'ddim', { id: '3', input: 'sampler_name', value: 'ddim' }],
])('%s.%s=%s finds the node by id, title or type and types the value by the port', (node, input, value, expected) => {
  expect(set(node, input, value)).toEqual(expected)
})

test.each([
  [
    '8',
    'steps',
    '1',
    /no node '8'; there are 3 \(Sampler\), 5 \(Second pass, Sampler\), 6 \(Positive, CLIPTextEncode\)/,
  ],
  ['3', 'step', '1', /Sampler has no input 'step'; it has seed, steps, cfg, add_noise, sampler_name/],
  ['6', 'clip', 'x', /takes a wire \(CLIP\)/],
  ['3', 'steps', '1.5', /3\.steps: expected a whole number, got '1\.5'/],
  ['3', 'cfg', 'high', /expected a number, got 'high'/],
  ['3', 'add_noise', 'maybe', /expected true or false, got 'maybe'/],
])('%s.%s=%s is refused: %s', (node, input, value, message) => {
  expect(() => set(node, input, value)).toThrow(UsageError)
  expect(() => set(node, input, value)).toThrow(message)
})

test('a type that several nodes have is refused', () => {
  const two: Prompt = { 1: { class_type: 'Sampler', inputs: {} }, 2: { class_type: 'Sampler', inputs: {} } }
  expect(() => overridesOf(two, specs, { set: [{ node: 'Sampler', input: 'steps', value: '1' }] })).toThrow(
    /'Sampler' is 2 nodes; say which by its id: 1 \(Sampler\), 2 \(Sampler\)/,
  )
})

test('--seed reaches every seed that is a value, and --set afterwards wins', () => {
  const overrides = overridesOf(prompt, specs, { seed: 7n, set: [{ node: '3', input: 'seed', value: '9' }] })
  const changed = withOverrides(prompt, overrides)
  expect(seedsOf(changed, specs)).toEqual([{ node: '3', input: 'seed', seed: 9 }])
  expect(changed[5]?.inputs.seed).toEqual(['9', 0])
  expect(prompt[3]?.inputs.seed).toBe(1)
})

test('--seed where there is no seed is refused', () => {
  expect(() => overridesOf({ 6: prompt[6]! }, specs, { seed: 1n, set: [] })).toThrow('no node of this workflow')
})
