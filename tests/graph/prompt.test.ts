import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { WorkflowError } from '../../graph/errors.ts'
import { readWorkflow } from '../../graph/import/read-workflow.ts'
import { checkPrompt, isPrompt, toPrompt } from '../../graph/prompt.ts'
import { node, workflow } from './build.ts'
import { specs } from './specs.ts'

const fixture = (name: string) =>
  readWorkflow(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'), specs)

describe('the example graph of ComfyUI-TCD', () => {
  const prompt = toPrompt(fixture('tcd'), specs)

  test('keeps what runs: no notes, primitives, reroutes, muted or bypassed nodes', () => {
    expect(Object.keys(prompt)).toEqual(['4', '5', '6', '7', '8', '9', '10', '11', '12', '40'])
  })

  test('a bypassed LoraLoader passes model and clip straight through', () => {
    expect(prompt['10']?.inputs).toEqual({
      lora_name: 'tcd-lora-sdv1-5.safetensors',
      strength_model: 1,
      model: ['4', 0],
    })
    expect(prompt['6']).toEqual({
      class_type: 'CLIPTextEncode',
      inputs: { text: 'a photo of a cat, 猫', clip: ['4', 1] },
      _meta: { title: 'CLIP Text Encode (Prompt)' },
    })
  })

  test('primitives write their values into converted inputs, also through a reroute', () => {
    expect(prompt['11']?.inputs).toEqual({ steps: 4, scheduler: 'sgm_uniform', denoise: 1, eta: 0.3, model: ['10', 0] })
    expect(prompt['12']?.inputs).toEqual({
      add_noise: true,
      noise_seed: 1000,
      cfg: 1,
      model: ['11', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      sampler: ['11', 1],
      sigmas: ['11', 2],
      latent_image: ['5', 0],
    })
  })

  test('a chain of reroutes is one link', () => {
    expect(prompt['8']?.inputs).toEqual({ samples: ['12', 0], vae: ['4', 2] })
  })

  test('an unknown node keeps its class and its wires', () => {
    expect(prompt['40']).toEqual({
      class_type: 'ModelSamplingDiscrete',
      inputs: { model: ['10', 0] },
      _meta: { title: 'ModelSamplingDiscrete' },
    })
  })
})

describe('subgraphs', () => {
  test('dissolve into nodes with path ids, at any depth; promoted widgets carry the value of the instance', () => {
    const prompt = toPrompt(fixture('subgraph'), specs)
    expect(Object.keys(prompt).sort()).toEqual(['12:5', '12:6', '12:7:1', '12:7:2', '4', '8', '9'])
    expect(prompt['12:5']?.inputs).toEqual({
      seed: 18446744073709551615n,
      steps: 7,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['4', 0],
      positive: ['12:7:1', 0],
      negative: ['12:7:2', 0],
      latent_image: ['12:6', 0],
    })
    expect(prompt['12:7:2']?.inputs).toEqual({ text: 'dog', clip: ['4', 1] })
    expect(prompt['8']?.inputs.samples).toEqual(['12:5', 0])
  })

  test('that contain themselves are refused by name', () => {
    const definition = { id: 'a', name: 'Loop', nodes: [node(1, 'a')], links: [] }
    const file = workflow([node(1, 'a')], [], { definitions: { subgraphs: [definition] } })
    expect(() => toPrompt(file, specs)).toThrow('The subgraph "Loop" contains itself.')
  })

  test('that multiply without measure are refused', () => {
    const ten = (type: string) => Array.from({ length: 10 }, (_, id) => node(id, type))
    const subgraphs = ['a', 'b', 'c', 'd', 'e'].map((id, index, all) => ({ id, nodes: ten(all[index + 1] ?? 'Note') }))
    expect(() => toPrompt(workflow(ten('a'), [], { definitions: { subgraphs } }), specs)).toThrow(WorkflowError)
  })
})

describe('mute and bypass', () => {
  const decodeTo = (mode: number) =>
    workflow(
      [
        node(1, 'LoadImage', {
          values: ['a.png', 'image'],
          out: [
            ['IMAGE', 'IMAGE'],
            ['MASK', 'MASK'],
          ],
        }),
        node(2, 'VAEEncode', { in: [['pixels', 'IMAGE', 1]], out: [['LATENT', 'LATENT']], mode }),
        node(3, 'VAEDecode', { in: [['samples', 'LATENT', 2]], out: [['IMAGE', 'IMAGE']], mode }),
        node(4, 'SaveImage', { in: [['images', 'IMAGE', 3]], values: ['x'] }),
      ],
      [
        [1, 1, 0, 2, 0, 'IMAGE'],
        [2, 2, 0, 3, 0, 'LATENT'],
        [3, 3, 0, 4, 0, 'IMAGE'],
      ],
    )

  test('a bypassed node without an input of the wanted type gives nothing', () => {
    expect(toPrompt(decodeTo(4), specs)['4']?.inputs).toEqual({ filename_prefix: 'x' })
  })

  test('the link from a muted node disappears', () => {
    expect(toPrompt(decodeTo(2), specs)['4']?.inputs).toEqual({ filename_prefix: 'x' })
  })

  test('a muted node takes the widget it feeds with it, a missing one does not', () => {
    const file = (mode: number, link: number) =>
      workflow(
        [
          node(1, 'WiredSteps', { out: [['INT', 'INT']], values: [], mode }),
          node(2, 'EmptyLatentImage', { in: [['width*', 'INT', link]], values: [640, 512, 1] }),
        ],
        [[7, 1, 0, 2, 0, 'INT']],
      )
    expect(toPrompt(file(0, 7), specs)['2']?.inputs).toEqual({ width: ['1', 0], height: 512, batch_size: 1 })
    expect(toPrompt(file(2, 7), specs)['2']?.inputs).toEqual({ height: 512, batch_size: 1 })
    expect(toPrompt(file(0, 99), specs)['2']?.inputs).toEqual({ width: 640, height: 512, batch_size: 1 })
  })

  test('a circle of reroutes is an error that names it', () => {
    const file = workflow(
      [
        node(1, 'Reroute', { in: [['', '*', 2]], out: [['', '*']] }),
        node(2, 'Reroute', { in: [['', '*', 1]], out: [['', '*']] }),
        node(3, 'PreviewImage', { in: [['images', 'IMAGE', 3]] }),
      ],
      [
        [1, 1, 0, 2, 0, '*'],
        [2, 2, 0, 1, 0, '*'],
        [3, 1, 0, 3, 0, '*'],
      ],
    )
    expect(() => toPrompt(file, specs)).toThrow(/circle through Reroute/)
  })
})

describe('values on their way into a prompt', () => {
  const only = (type: string, values: unknown, options = {}) =>
    toPrompt(
      workflow([node(1, type, { values }), node(2, 'KSampler', { values: [5, 'fixed'], title: 'Main' })]),
      specs,
      options,
    )['1']!

  test('literal arrays are wrapped', () => {
    expect(only('Strange', { points: [1, 2], name: 'x' }).inputs).toEqual({ points: { __value__: [1, 2] }, name: 'x' })
  })

  test('old class names become the present ones', () => {
    expect(only('T2IAdapterLoader', ['depth.safetensors'])).toEqual({
      class_type: 'ControlNetLoader',
      inputs: { control_net_name: 'depth.safetensors' },
      _meta: { title: 'Load ControlNet Model' },
    })
  })

  test('choices are drawn, comments go, escapes and weights stay', () => {
    const draws = [0.99, 0]
    const random = () => draws.shift() ?? 0
    const text = 'a {red|{blue|green}} cat \\(plush\\) // aside\n\\{x\\|y\\} /* long\n remark */(fur:1.2) /* open'
    expect(only('CLIPTextEncode', [text], { random }).inputs.text).toBe(
      'a blue cat \\(plush\\) \n{x|y} (fur:1.2) /* open',
    )
  })

  test('unclosed and endlessly nested choices end with the text', () => {
    expect(only('CLIPTextEncode', ['a {b|c'], { random: () => 0.6 }).inputs.text).toBe('a c')
    expect(only('CLIPTextEncode', ['}|'], { random: () => 0 }).inputs.text).toBe('}|')
    expect(only('CLIPTextEncode', ['{'.repeat(200_000)], { random: () => 0 }).inputs.text).toHaveLength(199_900)
    expect(only('CLIPTextEncode', [`*/ ${'/* '.repeat(200_000)}`], { random: () => 0 }).inputs.text).toHaveLength(
      600_003,
    )
  })

  test('dates and the values of other nodes fill file names', () => {
    const now = new Date(2025, 2, 7, 9, 5, 3)
    const fill = (prefix: string) => only('SaveImage', [prefix], { now }).inputs.filename_prefix
    expect(fill('%date:yyyy-MM-dd%/%date:yy.M.d hhmmss%')).toBe('2025-03-07/25.3.7 090503')
    expect(fill('s%KSampler.seed%_%Main.sampler_name%_%width%_%No.pe%_50%')).toBe('s5_euler_%width%_%No.pe%_50%')
  })
})

describe('API prompts', () => {
  test('are objects of nodes, not all of which need be sound', () => {
    for (const prompt of [{ '3': { class_type: 'KSampler', inputs: {} } }, { '3': { class_type: 'A' }, '4': 1 }])
      expect(isPrompt(prompt)).toBe(true)
    for (const other of [{}, [], null, { nodes: [] }, { nodes: [], extra: { class_type: 'A' } }])
      expect(isPrompt(other)).toBe(false)
  })

  test('may have other things beside their nodes', () => {
    const node = { class_type: 'A', inputs: {} }
    expect(checkPrompt({ '3': node, version: 7, comment: 'by hand', extra: { id: 'x' } })).toEqual({ '3': node })
  })

  test('are checked node by node', () => {
    expect(checkPrompt({ '3': { class_type: 'A', is_changed: [null] } })).toEqual({
      '3': { class_type: 'A', inputs: {}, is_changed: [null] },
    })
    expect(() => checkPrompt({ '3': { class_type: 4 } })).toThrow('3.class_type')
    expect(() => checkPrompt({ '3': { class_type: 'A', inputs: 7 } })).toThrow(WorkflowError)
    expect(() => checkPrompt({ '3': { inputs: {} } })).toThrow(
      'The prompt is damaged at 3.class_type: expected string, and it is missing.',
    )
  })
})

describe('what has no end is refused in a sentence, or is linear', () => {
  const nested = (depth: number, inside: unknown = node(1, 'Note')) => ({
    subgraphs: Array.from({ length: depth }, (_, i) => ({
      id: `S${i}`,
      nodes: [i < depth - 1 ? node(1, `S${i + 1}`) : inside],
      links: [],
    })),
  })

  test('subgraphs in subgraphs', () => {
    const open = (depth: number) => toPrompt(workflow([node(1, 'S0')], [], { definitions: nested(depth) }), specs)
    expect(open(100)).toEqual({})
    expect(() => open(9000)).toThrow('The subgraphs are nested deeper than 100 levels.')
  })

  test('a long text in a subgraph with many instances', () => {
    const definitions = nested(1, node(1, 'CLIPTextEncode', { values: ['a'.repeat(100_000)] }))
    const instances = Array.from({ length: 10_000 }, (_, id) => node(id, 'S0'))
    expect(() => toPrompt(workflow(instances, [], { definitions }), specs)).toThrow(
      'The subgraphs of the workflow expand to more than 20000000 characters.',
    )
  })

  test('a long row of reroutes that many nodes read', { timeout: 60_000 }, () => {
    const many = 9000
    const reroutes = Array.from({ length: many }, (_, i) => node(i + 2, 'Reroute', { in: [['', '*', i + 1]] }))
    const readers = Array.from({ length: many }, (_, i) =>
      node(i + 20_000, 'SaveImage', { in: [['images', 'IMAGE', many + 1]], values: ['x'] }),
    )
    const links = Array.from({ length: many + 1 }, (_, i) => [i + 1, i + 1, 0, i + 2, 0, 'IMAGE'] as const)
    const prompt = toPrompt(
      workflow([node(1, 'LoadImage', { values: ['a', 'image'] }), ...reroutes, ...readers], links),
      specs,
    )
    expect(prompt['20000']?.inputs.images).toEqual(['1', 0])
    expect(Object.keys(prompt)).toHaveLength(many + 1)
  })

  test('a long value that many placeholders ask for', () => {
    const long = node(1, 'CLIPTextEncode', { values: ['a'.repeat(100_000)] })
    const save = node(2, 'SaveImage', { values: ['%CLIPTextEncode.text%'.repeat(1000)] })
    expect(() => toPrompt(workflow([long, save]), specs)).toThrow(
      'The placeholders put more than 10000000 characters into the texts.',
    )
  })

  test('more nodes than can be planned', () => {
    const data = Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [i, { class_type: 'Note' }]))
    expect(() => checkPrompt(data)).toThrow('The prompt has 100001 nodes; at most 100000 can be run.')
  })
})
