import { describe, expect, test } from 'vitest'
import { toPrompt } from '../../../graph/prompt.ts'
import { readCase } from '../../fixtures/read-case.ts'
import { node, workflow } from '../build.ts'
import { specs } from '../specs.ts'

describe('an instance of a subgraph', () => {
  const outside = { model: ['1', 0], positive: ['3', 0], negative: ['3', 0], latent_image: ['2', 0] }
  test.each([
    ['every input saved', 'S1', '10:5', { seed: 777, steps: 4 }],
    ['what happens to a seed saved, too', 'S2', '10:5', { seed: 777, steps: 4 }],
    ['inputs that do not name their widgets', 'S3', '10:5', { seed: 777, steps: 4 }],
    ['no values saved', 'S4', '10:5', { seed: 111, steps: 9 }],
    ['a subgraph inside', 'S5', '10:5:5', { seed: 777, steps: 4 }],
    ['inputs in another order', 'S9', '10:5', { seed: 777, steps: 4 }],
    ['neither values nor widget inputs saved', 'S10', '10:5', { seed: 111, steps: 9 }],
    ['widget inputs left out, which are the first of the definition', 'S14', '10:5', { seed: 777, steps: 4 }],
    ['one widget wired and the one before it left out', 'S17-silent', '10:5', { seed: 777, steps: 4 }],
  ])('gives its inputs and values by name: %s', (_, name, id, values) => {
    expect(toPrompt(readCase(`subgraph-${name}.json`), specs)[id]?.inputs).toMatchObject({ ...outside, ...values })
  })

  test.each(['inputs-full', 'inputs-by-name', 'saved-by-comfyui-1.58.1'])(
    'runs the same however it was saved: %s',
    name => {
      const sampler = Object.values(toPrompt(readCase(`subgraph-${name}.json`), specs)).find(
        each => each.class_type === 'KSampler',
      )
      expect(sampler?.inputs).toMatchObject({
        ...{ seed: 7, steps: 2, cfg: 1.5 },
        ...{ model: ['1', 0], positive: ['2', 0], negative: ['3', 0], latent_image: ['4', 0] },
      })
    },
  )

  test('that is bypassed passes on what fits its output', () => {
    expect(toPrompt(readCase('subgraph-S7.json'), specs)['6']?.inputs.samples).toEqual(['2', 0])
  })
})

describe('values in the order of proxyWidgets', () => {
  const file = (proxyWidgets: unknown, values: unknown) =>
    workflow([node(9, 'S', { in: [], values, properties: { proxyWidgets } })], [], {
      definitions: {
        subgraphs: [
          {
            id: 'S',
            nodes: [
              node(5, 'EmptyLatentImage', {
                in: [
                  ['width*', 'INT', 1],
                  ['height*', 'INT', 2],
                ],
                values: [8, 16, 3],
              }),
            ],
            inputs: [
              { name: 'width', type: 'INT' },
              { name: 'height', type: 'INT' },
            ],
            links: [
              { id: 1, origin_id: -10, origin_slot: 0, target_id: 5, target_slot: 0 },
              { id: 2, origin_id: -10, origin_slot: 1, target_id: 5, target_slot: 1 },
            ],
          },
        ],
      },
    })
  const sizeOf = (...parts: Parameters<typeof file>) => toPrompt(file(...parts), specs)['9:5']?.inputs

  test('are found by what they stand for', () => {
    expect(
      sizeOf(
        [
          ['-1', 'height'],
          ['5', 'width'],
        ],
        [64, 32],
      ),
    ).toMatchObject({ width: 32, height: 64 })
    expect(
      sizeOf(
        [
          ['5', 'batch_size'],
          ['-1', 'height'],
        ],
        [null, 64],
      ),
    ).toMatchObject({ width: 8, height: 64 })
  })

  test('are those inside where none are saved', () => {
    expect(
      sizeOf(
        [
          ['5', 'width'],
          ['5', 'height'],
        ],
        [],
      ),
    ).toMatchObject({ width: 8, height: 16 })
  })
})

describe('a bypassed node', () => {
  /** A node of one output, bypassed, before another. */
  const past = (inputs: Parameters<typeof node>[2]) =>
    workflow(
      [
        node(1, 'VAELoader', { out: [['VAE', 'VAE']] }),
        node(2, 'CheckpointLoaderSimple', {
          out: [
            ['MODEL', 'MODEL'],
            ['CLIP', 'CLIP'],
            ['VAE', 'VAE'],
          ],
        }),
        node(3, 'ShowAnything', { mode: 4, ...inputs }),
        node(4, 'VAEDecode', { in: [['vae', 'VAE', 13]] }),
      ],
      [
        [11, 1, 0, 3, 0, 'VAE'],
        [12, 2, 2, 3, 1, 'VAE'],
        [13, 3, 0, 4, 0, 'VAE'],
      ],
    )
  const vaeOf = (file: ReturnType<typeof past>) => toPrompt(file, specs)['4']?.inputs.vae

  test('passes on the input beside its output where that takes any type', () => {
    expect(vaeOf(past({ in: [['anything', '*', 12]], out: [['out', '*']] }))).toEqual(['2', 2])
  })

  test('prefers the input of exactly that type to one that takes several', () => {
    expect(
      vaeOf(
        past({
          in: [
            ['n', 'INT', null],
            ['some', 'MODEL,VAE', 12],
            ['vae', 'VAE', 11],
          ],
          out: [['out', 'VAE']],
        }),
      ),
    ).toEqual(['1', 0])
  })

  test('has the inputs of its definition, whatever the file leaves out', () => {
    const file = workflow(
      [
        node(1, 'WiredSteps', { out: [['INT', 'INT']], values: [] }),
        node(2, 'EmptyLatentImage', {
          in: [['height*', 'INT', 1]],
          out: [['any', '*']],
          values: [640, 512, 1],
          mode: 4,
        }),
        node(3, 'PreviewAnything', { in: [['source', '*', 2]] }),
      ],
      [
        [1, 1, 0, 2, 0, 'INT'],
        [2, 2, 0, 3, 0, '*'],
      ],
    )
    // Its first input is width, which nothing feeds.
    expect(toPrompt(file, specs)['3']?.inputs).toEqual({})
  })
})

describe('nodes that only the editor knows', () => {
  test.each(['set-get-node', 'rgthree-reroute'])('pass their wire on and are not in the prompt: %s', name => {
    const prompt = toPrompt(readCase(`${name}.json`), specs)
    expect(Object.keys(prompt)).toEqual(['1', '2', '3', '4', '5', '6', '7'])
    expect(prompt['6']?.inputs.vae).toEqual(['1', 2])
  })

  test('a muted reroute cuts its wire', () => {
    expect(toPrompt(readCase('muted-reroute.json'), specs)['7']?.inputs).toEqual({ filename_prefix: 'min' })
  })

  test('a getter inside a subgraph reads a setter around it', () => {
    const file = workflow(
      [
        node(1, 'VAELoader', { out: [['VAE', 'VAE']] }),
        node(2, 'SetNode', { in: [['VAE', 'VAE', 1]], values: ['v'] }),
        node(9, 'S'),
      ],
      [[1, 1, 0, 2, 0, 'VAE']],
      {
        definitions: {
          subgraphs: [
            {
              id: 'S',
              nodes: [
                node(3, 'GetNode', { out: [['VAE', 'VAE']], values: ['v'] }),
                node(4, 'VAEDecode', { in: [['vae', 'VAE', 7]] }),
              ],
              links: [{ id: 7, origin_id: 3, origin_slot: 0, target_id: 4, target_slot: 0 }],
            },
          ],
        },
      },
    )
    expect(toPrompt(file, specs)['9:4']?.inputs.vae).toEqual(['1', 0])
  })

  test('a broadcast reaches the free inputs that the file records, and no other', () => {
    const file = workflow(
      [
        node(1, 'VAELoader', { out: [['VAE', 'VAE']] }),
        node(2, 'Anything Everywhere', { in: [['VAE', '*', 1]], values: [] }),
        node(3, 'VAEDecode', {
          in: [
            ['samples', 'LATENT', null],
            ['vae', 'VAE', null],
          ],
        }),
        node(4, 'VAEDecode', {
          in: [
            ['samples', 'LATENT', null],
            ['vae', 'VAE', null],
          ],
        }),
      ],
      [[1, 1, 0, 2, 0, 'VAE']],
      {
        extra: {
          ue_links: [
            { downstream: 3, downstream_slot: 1, upstream: '1', upstream_slot: 0, controller: 2, type: 'VAE' },
            { damaged: true },
          ],
        },
      },
    )
    const prompt = toPrompt(file, specs)
    expect(Object.keys(prompt)).toEqual(['1', '3', '4'])
    expect(prompt['3']?.inputs).toEqual({ vae: ['1', 0] })
    expect(prompt['4']?.inputs).toEqual({})
  })
})
