import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NodeError } from '../../graph/errors.ts'
import { readWorkflow } from '../../graph/import/read-workflow.ts'
import type { Json } from '../../graph/json.ts'
import { type NodeSpec, socket } from '../../graph/node.ts'
import { type Plan, plan } from '../../graph/plan.ts'
import { contentKey } from '../../graph/planning/content-key.ts'
import { type Prompt, toPrompt } from '../../graph/prompt.ts'
import { readCase } from '../fixtures/read-case.ts'
import { specNamed, specs } from './specs.ts'

const prompt = (nodes: Record<string, [type: string, inputs: Record<string, Json>, title?: string]>): Prompt =>
  Object.fromEntries(
    Object.entries(nodes).map(([id, [class_type, inputs, title]]) => [
      id,
      { class_type, inputs, ...(title !== undefined && { _meta: { title } }) },
    ]),
  )

const textToImage = (changes: Record<string, Json> = {}) =>
  prompt({
    '4': ['CheckpointLoaderSimple', { ckpt_name: 'sd15.safetensors' }],
    '5': ['EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }],
    '6': ['CLIPTextEncode', { text: 'cat', clip: ['4', 1] }],
    '7': ['CLIPTextEncode', { text: '', clip: ['4', 1] }],
    '3': [
      'KSampler',
      {
        model: ['4', 0],
        seed: 42,
        steps: 4,
        cfg: 1,
        sampler_name: 'euler',
        scheduler: 'simple',
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
        denoise: 1,
        ...changes,
      },
    ],
    '8': ['VAEDecode', { samples: ['3', 0], vae: ['4', 2] }],
    '9': ['SaveImage', { images: ['8', 0], filename_prefix: 'x' }],
  })

const ids = ({ steps }: Plan) => steps.map(({ id }) => id)
const errorsOf = ({ errors }: Plan) => errors.map(({ code, place }) => [code, place.nodeId, place.input])

describe('order', () => {
  test('each step comes after what it reads, ready for an executor', () => {
    const { steps, errors, targets } = plan(textToImage(), specs)
    expect(errors).toEqual([])
    expect(targets).toEqual(['9'])
    const done = new Set<string>()
    for (const step of steps) {
      for (const input of Object.values(step.inputs)) if (input.kind === 'link') expect(done).toContain(input.from)
      done.add(step.id)
    }
    expect(steps.find(({ id }) => id === '3')).toEqual({
      id: '3',
      type: 'KSampler',
      title: 'KSampler',
      inputs: {
        model: { kind: 'link', from: '4', output: 'MODEL' },
        seed: { kind: 'value', value: 42n },
        steps: { kind: 'value', value: 4 },
        cfg: { kind: 'value', value: 1 },
        sampler_name: { kind: 'value', value: 'euler' },
        scheduler: { kind: 'value', value: 'simple' },
        positive: { kind: 'link', from: '6', output: 'CONDITIONING' },
        negative: { kind: 'link', from: '7', output: 'CONDITIONING' },
        latent_image: { kind: 'link', from: '5', output: 'LATENT' },
        denoise: { kind: 'value', value: 1 },
      },
    })
  })

  test('only what the targets need, and the cheapest output first', () => {
    const two = {
      ...textToImage(),
      ...prompt({
        '10': ['LoadImage', { image: 'a.png' }],
        '11': ['PreviewImage', { images: ['10', 0] }],
        '12': ['VAELoader', { vae_name: 'v' }],
      }),
    }
    expect(ids(plan(two, specs)).slice(0, 2)).toEqual(['10', '11'])
    expect(ids(plan(two, specs))).not.toContain('12')
    expect(ids(plan(two, specs, ['11']))).toEqual(['10', '11'])
    expect(ids(plan(two, specs, ['12']))).toEqual(['12'])
  })

  test('a chain of ten thousand nodes is no problem', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [
        `n${at}`,
        ['VAEDecode', { samples: [`n${at + 1}`, 0], vae: ['v', 0] }] as [string, Record<string, Json>],
      ]),
    )
    expect(plan(prompt(chain), specs, ['n0']).steps).toEqual([])
  })

  test('random graphs come out in order, whatever their ids', () => {
    const graph = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (links, names) => {
        const name = [...new Set([...names.take(200)].map(String))]
        fc.pre(name.length > links.length)
        const nodes = links.map(([model, clip], at): [string, [string, Record<string, Json>]] => [
          name[at]!,
          at === 0
            ? ['CheckpointLoaderSimple', { ckpt_name: 'a' }]
            : [
                'LoraLoader',
                {
                  model: [name[model % at]!, 0],
                  clip: [name[clip % at]!, 1],
                  lora_name: 'l',
                  strength_model: 1,
                  strength_clip: 1,
                },
              ],
        ])
        const result = plan(prompt(Object.fromEntries(nodes)), specs, [name[links.length - 1]!])
        expect(result.errors).toEqual([])
        const done = new Set<string>()
        for (const { id, inputs } of result.steps) {
          for (const input of Object.values(inputs)) if (input.kind === 'link') expect(done.has(input.from)).toBe(true)
          done.add(id)
        }
        expect(done.size).toBe(result.steps.length)
      }),
    )
  })
})

describe('errors', () => {
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
    ['model', ['4'], 'bad-link', 'KSampler (node 3), input model is no link: expected [node id, output number].'],
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

  test('all of them come in one list', () => {
    const { errors } = plan(textToImage({ steps: 0, cfg: 'x', model: ['4', 1] }), specs)
    expect(errors.map(({ place }) => place.input).sort()).toEqual(['cfg', 'model', 'steps'])
  })

  test('stop only the outputs that depend on them', () => {
    const both = {
      ...textToImage({ steps: 0 }),
      ...prompt({ '10': ['LoadImage', { image: 'a' }], '11': ['PreviewImage', { images: ['10', 0] }] }),
    }
    const result = plan(both, specs)
    expect([ids(result), result.targets, errorsOf(result)]).toEqual([
      ['10', '11'],
      ['11'],
      [['too-small', '3', 'steps']],
    ])
  })

  test('a circle is named node by node', () => {
    const circle = prompt({
      '1': ['VAEDecode', { samples: ['2', 0], vae: ['3', 0] }, 'Decode'],
      '2': ['VAEEncode', { pixels: ['1', 0], vae: ['3', 0] }, 'Encode'],
      '3': ['VAELoader', { vae_name: 'v' }],
      '9': ['PreviewImage', { images: ['1', 0] }],
    })
    const { errors, steps } = plan(circle, specs)
    expect(steps).toEqual([])
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['cycle', 'The nodes wait for each other: Encode (node 2) → Decode (node 1) → Encode (node 2).'],
    ])
  })

  test('an unknown class is an error where a target needs it, and a note at another end', () => {
    const unknown = prompt({
      '1': ['Mystery', {}],
      '2': ['PreviewImage', { images: ['1', 0] }],
      '3': ['SaveImageFancy', { images: ['1', 0] }],
      '4': ['workflow>Old', {}],
      '5': ['rgthree.Label', { text: 'in no wire: it only decorates' }],
    })
    expect(errorsOf(plan(unknown, specs))).toEqual([
      ['unknown-node', '1', undefined],
      ['unknown-node', '4', undefined],
    ])
    expect(plan(unknown, specs).notes?.map(({ place }) => place.nodeId)).toEqual(['3'])
    expect(plan(unknown, specs).errors.at(-1)?.message).toContain('the file does not say what is in it')
    expect(errorsOf(plan(unknown, specs, ['2']))).toEqual([['unknown-node', '1', undefined]])
  })

  test('a workflow without outputs says what to add', () => {
    expect(plan(prompt({ '1': ['VAELoader', { vae_name: 'v' }] }), specs).errors[0]?.message).toContain(
      'add a Save Image',
    )
    expect(plan({}, specs).errors.map(({ code }) => code)).toEqual(['no-outputs'])
    expect(plan({}, specs, ['5']).errors.map(({ code }) => code)).toEqual(['no-outputs'])
  })

  test('no prompt whatsoever makes the planner throw or hang', () => {
    const id = fc.constantFrom('1', '2', '3', '4', '5', '__proto__x', 'constructor')
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.tuple(id, fc.integer({ min: -1, max: 3 })),
      fc.bigInt(),
      fc.constant([]),
    ) as fc.Arbitrary<Json>
    const inputs = fc.dictionary(
      fc.constantFrom('model', 'clip', 'images', 'samples', 'vae', 'text', 'seed', 'steps', 'any'),
      value,
    )
    const type = fc.constantFrom(...specs.keys(), 'Unknown', 'constructor')
    fc.assert(
      fc.property(fc.dictionary(id, fc.record({ class_type: type, inputs })), nodes => {
        const { steps, errors } = plan(nodes as Prompt, specs)
        expect(steps.length + errors.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })
})

describe('literals become what the widget holds', () => {
  const read = (input: string, value: Json) => {
    const { steps } = plan(textToImage({ [input]: value }), specs)
    const found = steps.find(({ id }) => id === '3')?.inputs[input]
    return found?.kind === 'value' ? found.value : undefined
  }

  test('as Python converts them', () => {
    expect(read('steps', 4.9)).toBe(4)
    expect(read('steps', ' 12 ')).toBe(12)
    expect(read('steps', true)).toBe(1)
    expect(read('cfg', '1.5e0')).toBe(1.5)
    expect(read('cfg', { __value__: 2 })).toBe(2)
    expect(read('seed', '18446744073709551615')).toBe(18446744073709551615n)
    expect(read('seed', 18446744073709551615n)).toBe(18446744073709551615n)
  })

  test('texts from numbers, toggles by truth', () => {
    const value = (type: string, input: string, literal: Json) => {
      const all = { ...prompt({ '1': [type, { [input]: literal }] }) }
      return plan(all, specs, ['1']).errors.some(({ place }) => place.input === input)
    }
    expect(value('CLIPTextEncode', 'text', 12)).toBe(false)
    expect(value('CLIPTextEncode', 'text', null)).toBe(true)
    expect(value('SamplerCustom', 'add_noise', 'false')).toBe(false)
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
  })
})

describe('content keys', () => {
  const keysOf = (prompt: Prompt, fingerprints: Record<string, string> = {}) => {
    const keys = new Map<string, string>()
    for (const step of plan(prompt, specs).steps) keys.set(step.id, contentKey(step, keys, fingerprints[step.type]))
    return keys
  }
  const renamed = (given: Prompt): Prompt =>
    JSON.parse(
      JSON.stringify(given)
        .replaceAll(/"(\d)"(?=:|,\d\])/g, '"1$1"')
        .replaceAll('"filename', '"_meta_":1,"filename'),
    )

  test('do not depend on ids, titles or what a node does not declare', () => {
    const [before, after] = [keysOf(textToImage()), keysOf(renamed(textToImage()))]
    expect(after.get('19')).toBe(before.get('9'))
  })

  test('change with any literal above, and only below it', () => {
    const [before, after] = [keysOf(textToImage()), keysOf(textToImage({ seed: 43 }))]
    const changed = [...before.keys()].filter(id => before.get(id) !== after.get(id))
    expect(changed.sort()).toEqual(['3', '8', '9'])
  })

  test('change with the fingerprint of a file', () => {
    const [before, after] = [
      keysOf(textToImage(), { CheckpointLoaderSimple: 'a' }),
      keysOf(textToImage(), { CheckpointLoaderSimple: 'b' }),
    ]
    expect(before.get('9')).not.toBe(after.get('9'))
    expect(before.get('5')).toBe(after.get('5'))
  })

  test('tell numbers from texts', () => {
    const step = (value: string | bigint | number) =>
      contentKey({ id: '1', type: 'A', title: '', inputs: { a: { kind: 'value', value } } }, new Map())
    expect(new Set([step('1'), step(1n), step(1)]).size).toBe(3)
  })
})

test('a workflow file plans end to end', () => {
  const file = readFileSync(new URL('fixtures/subgraph.json', import.meta.url), 'utf8')
  const { steps, errors } = plan(toPrompt(readWorkflow(file, specs), specs), specs)
  expect(errors).toEqual([])
  expect(steps.find(({ id }) => id === '12:5')?.inputs.seed).toEqual({ kind: 'value', value: 18446744073709551615n })
})

test('a node error names the node and keeps its cause', () => {
  const cause = new Error('out of memory')
  const error = new NodeError({ id: '12:5', type: 'KSampler', title: 'Main' }, cause)
  expect([error.message, error.cause]).toEqual(['Main (node 12:5) failed: out of memory', cause])
})

/** A node from picture to picture. */
const turn: NodeSpec = {
  ...specNamed('PreviewImage'),
  type: 'Turn',
  outputs: { IMAGE: socket('IMAGE') },
  isOutput: false,
}
const withTurn = new Map([...specs, ['Turn', turn]])

test('fifteen thousand outputs of one chain are put in order', { timeout: 60_000 }, () => {
  const count = 15_000
  const chain: Record<string, Prompt[string]> = { 0: { class_type: 'LoadImage', inputs: { image: 'a' } } }
  for (let i = 1; i <= count; i++) {
    chain[i] = { class_type: 'Turn', inputs: { images: [String(i - 1), 0] } }
    chain[`out${i}`] = { class_type: 'PreviewImage', inputs: { images: [String(i), 0] } }
  }
  const { steps, targets, errors } = plan(chain, withTurn)
  expect(errors).toEqual([])
  expect(targets.slice(0, 3)).toEqual(['out1', 'out2', 'out3'])
  expect(ids({ steps } as Plan).slice(0, 5)).toEqual(['0', '1', 'out1', '2', 'out2'])
  expect(steps.length).toBe(2 * count + 1)
})

test('a circle of very many nodes is named in a short sentence', () => {
  const count = 30_000
  const circle = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      String(i),
      { class_type: 'Turn', inputs: { images: [String((i + 1) % count), 0] } },
    ]),
  )
  const { errors } = plan({ ...circle, out: { class_type: 'PreviewImage', inputs: { images: ['7', 0] } } }, withTurn)
  expect(errors.map(({ code }) => code)).toEqual(['cycle'])
  expect(errors[0]!.message).toMatch(/ → … \(30000 nodes\)\.$/)
  expect(errors[0]!.message.length).toBeLessThan(1000)
})

describe('nodes that are not here', () => {
  test('and that nothing reads are noted where something else shows a result', () => {
    const { targets, errors, notes } = plan(toPrompt(readCase('unknown-branch.json'), specs), specs)
    expect({ targets, errors }).toEqual({ targets: ['7'], errors: [] })
    expect(notes?.map(({ message }) => message)).toEqual([
      'MyFancySaver (node 8) was left out: there is no such node class here, and nothing reads it. The rest runs.',
    ])
  })

  test('and that others read can be bypassed', () => {
    const { targets, errors } = plan(toPrompt(readCase('unknown-in-the-way.json'), specs), specs)
    expect(targets).toEqual([])
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('bypass the node (Ctrl+B)')])
  })
})
