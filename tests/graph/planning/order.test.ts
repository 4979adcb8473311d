import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../../graph/json.ts'
import { type NodeSpec, socket } from '../../../graph/node.ts'
import { type Plan, plan } from '../../../graph/plan.ts'
import type { Prompt } from '../../../graph/prompt.ts'
import { specNamed, specs } from '../specs.ts'
import { prompt, textToImage } from './prompts.ts'

const ids = ({ steps }: Plan) => steps.map(({ id }) => id)

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

test('only what the targets need is planned, and the cheapest output comes first', () => {
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

test('a chain of ten thousand nodes is read to its end', () => {
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
