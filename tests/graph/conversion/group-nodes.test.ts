import { describe, expect, test } from 'vitest'
import { WorkflowError } from '../../../graph/errors.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { readCase } from '../../fixtures/read-case.ts'
import { node, workflow } from '../build.ts'
import { specs } from '../specs.ts'

/** A node inside a group, which has no id. */
const inner = (...parts: [type: string, parts?: Parameters<typeof node>[2]]) => {
  const { id: _, ...rest } = node(0, ...parts)
  return rest
}

const sampler = {
  nodes: [
    inner('KSampler', {
      in: [
        ['model', 'MODEL', null],
        ['positive', 'CONDITIONING', null],
        ['negative', 'CONDITIONING', null],
        ['latent_image', 'LATENT', null],
      ],
      out: [['LATENT', 'LATENT']],
      values: [7, 'fixed', 20, 8, 'euler', 'normal', 1],
    }),
    inner('VAEDecode', {
      in: [
        ['samples', 'LATENT', null],
        ['vae', 'VAE', null],
      ],
      out: [['IMAGE', 'IMAGE']],
    }),
  ],
  links: [[0, 0, 1, 0, 5, 'LATENT']],
  external: [],
}

test('a group node runs as the nodes inside it, with their index behind its id', () => {
  const prompt = toPrompt(readCase('group-node.json'), specs)
  expect(Object.keys(prompt)).toEqual(['1', '2', '3', '4', '7', '5:0', '5:1'])
  expect(prompt['5:0']?.inputs).toMatchObject({
    ...{ seed: 7, steps: 2, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
    ...{ model: ['1', 0], positive: ['2', 0], negative: ['3', 0], latent_image: ['4', 0] },
  })
  expect(prompt['5:1']?.inputs).toEqual({ samples: ['5:0', 0], vae: ['1', 2] })
  expect(prompt['7']?.inputs.images).toEqual(['5:1', 0])
})

describe('a group node', () => {
  /** One group node fed with a model and read by a preview. */
  const file = (type: string, groupNodes: unknown, parts: Parameters<typeof node>[2]) =>
    workflow(
      [
        node(1, 'CheckpointLoaderSimple', {
          out: [
            ['MODEL', 'MODEL'],
            ['CLIP', 'CLIP'],
            ['VAE', 'VAE'],
          ],
          values: ['x'],
        }),
        node(2, type, parts),
        node(3, 'PreviewImage', { in: [['images', 'IMAGE', 3]] }),
      ],
      [
        [1, 1, 0, 2, 0, 'MODEL'],
        [3, 2, 0, 3, 0, 'IMAGE'],
      ],
      { extra: { groupNodes } },
    )

  test('gives its own values to the nodes inside', () => {
    const changed = file(
      'workflow>Sampler',
      { Sampler: sampler },
      {
        in: [['model', 'MODEL', 1]],
        out: [['IMAGE', 'IMAGE']],
        values: [99, 'fixed', 4, 1.5, 'lcm', 'simple', 0.5],
      },
    )
    expect(toPrompt(changed, specs)['2:0']?.inputs).toEqual({
      ...{ seed: 99, steps: 4, cfg: 1.5, sampler_name: 'lcm', scheduler: 'simple', denoise: 0.5 },
      model: ['1', 0],
    })
  })

  test('may hold another one', () => {
    const outer = {
      nodes: [
        inner('workflow/Sampler', {
          in: [
            ['model', 'MODEL', null],
            ['vae', 'VAE', null],
          ],
          out: [['IMAGE', 'IMAGE']],
          values: [1, 'fixed', 2, 3, 'euler', 'normal', 1],
        }),
        inner('ImageInvert', { in: [['image', 'IMAGE', null]], out: [['IMAGE', 'IMAGE']] }),
      ],
      links: [[0, 0, 1, 0, 1, 'IMAGE']],
    }
    const nested = file(
      'workflow/Outer',
      { Outer: outer, Sampler: sampler },
      {
        in: [['model', 'MODEL', 1]],
        out: [['IMAGE', 'IMAGE']],
        values: [55, 'randomize', 6, 7, 'ddim', 'karras', 0.8],
      },
    )
    const prompt = toPrompt(nested, specs)
    expect(prompt['2:0:0']?.inputs).toMatchObject({ seed: 55, steps: 6, sampler_name: 'ddim', model: ['1', 0] })
    expect(prompt['2:1']?.inputs).toEqual({ image: ['2:0:1', 0] })
    expect(prompt['3']?.inputs).toEqual({ images: ['2:1', 0] })
  })

  test('keeps the values of a widget that a primitive inside feeds, and shows the primitive', () => {
    const withPrimitive = {
      ...sampler,
      nodes: [
        inner('KSampler', {
          in: [
            ['model', 'MODEL', null],
            ['steps*', 'INT', null],
          ],
          out: [['LATENT', 'LATENT']],
          values: [7, 'fixed', 20, 8, 'euler', 'normal', 1],
        }),
        sampler.nodes[1],
        inner('PrimitiveNode', { out: [['INT', 'INT']], values: [20, 'fixed'] }),
      ],
      links: [...sampler.links, [2, 0, 0, 1, 9, 'INT']],
    }
    const made = file(
      'workflow>P',
      { P: withPrimitive },
      {
        in: [['model', 'MODEL', 1]],
        out: [['IMAGE', 'IMAGE']],
        values: [7, 'fixed', 8, 'lcm', 'normal', 1, 33],
      },
    )
    expect(toPrompt(made, specs)['2:0']?.inputs).toMatchObject({ seed: 7, steps: 33, cfg: 8, sampler_name: 'lcm' })
  })

  test('that another node feeds through a renamed input is found by that name', () => {
    const renamed = { ...sampler, config: { 0: { input: { model: { name: 'base' } } } } }
    const made = file(
      'workflow>R',
      { R: renamed },
      {
        in: [
          ['vae', 'VAE', null],
          ['base', 'MODEL', 1],
        ],
        out: [['IMAGE', 'IMAGE']],
        values: [],
      },
    )
    expect(toPrompt(made, specs)['2:0']?.inputs).toMatchObject({ model: ['1', 0], steps: 20 })
  })

  test('whose definition the file lacks, or that holds itself, stays an unknown node', () => {
    expect(toPrompt(file('workflow>Gone', {}, {}), specs)['2']?.class_type).toBe('workflow>Gone')
    const own = { nodes: [inner('workflow>Own', { out: [['IMAGE', 'IMAGE']] })], links: [] }
    expect(() => toPrompt(file('workflow>Own', { Own: own }, { out: [['IMAGE', 'IMAGE']] }), specs)).toThrow(
      WorkflowError,
    )
  })

  test('that would show endless values is refused', () => {
    const twice = (type: string) => ({ nodes: [inner(type), inner(type)], links: [] })
    const groups = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`G${at}`, twice(at === 0 ? 'KSampler' : `workflow>G${at - 1}`)]),
    )
    expect(() => toPrompt(file('workflow>G29', groups, {}), specs)).toThrow('shows more than 20000 values')
  })
})
