import { expect, test } from 'vitest'
import { withoutGrids } from '../../../graph/compare/cell-workflow.ts'
import { expandGrid } from '../../../graph/compare/expand.ts'
import { expandGrids } from '../../../graph/compare/expand-grids.ts'
import type { JsonObject } from '../../../graph/json.ts'
import { choice, type NodeSpec, socket } from '../../../graph/node.ts'
import { plan } from '../../../graph/plan.ts'
import type { Prompt } from '../../../graph/prompt.ts'
import { specs as others, specNamed } from '../specs.ts'

const grid = specNamed('CompareGrid')
const tiled: NodeSpec = {
  ...grid,
  type: 'Decode',
  inputs: { samples: socket('LATENT'), vae: socket('VAE'), tiling: choice(['none', 'tiles']) },
  outputs: { IMAGE: socket('IMAGE') },
  isOutput: false,
}
const specs = new Map([...others, ['Decode', tiled]])

const node = (class_type: string, inputs: JsonObject, title = class_type): Prompt[string] => ({
  class_type,
  inputs,
  _meta: { title },
})

/** 1 checkpoint → 2 LoRA → 3, 4 texts → 6 sampler → 7 decode → 9 grid; 8 leads nowhere near it. */
const prompt = (axes: { columns?: string; rows?: string; blocks?: string; cell_size?: number }): Prompt => ({
  1: node('CheckpointLoaderSimple', { ckpt_name: 'a.safetensors' }),
  2: node('LoraLoader', { model: ['1', 0], clip: ['1', 1], lora_name: 'l', strength_model: 1, strength_clip: 1 }),
  3: node('CLIPTextEncode', { clip: ['2', 1], text: 'a fox' }, 'Words'),
  4: node('CLIPTextEncode', { clip: ['2', 1], text: '' }, 'Not'),
  5: node('EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }),
  6: node('KSampler', {
    model: ['2', 0],
    positive: ['3', 0],
    negative: ['4', 0],
    latent_image: ['5', 0],
    seed: 1,
    steps: 4,
    cfg: 1,
    sampler_name: 'euler',
    scheduler: 'simple',
    denoise: 1,
  }),
  7: node('Decode', { samples: ['6', 0], vae: ['1', 2], tiling: 'none' }),
  8: node('EmptyLatentImage', { width: 64, height: 64, batch_size: 1 }, 'Elsewhere'),
  9: node('CompareGrid', {
    images: ['7', 0],
    columns: axes.columns ?? '',
    rows: axes.rows ?? '',
    blocks: axes.blocks ?? '',
    cell_size: axes.cell_size ?? 256,
    filename_prefix: 'compare',
    save_cells: false,
  }),
})

const expand = (axes: Parameters<typeof prompt>[0]) => expandGrid(prompt(axes), specs, '9')
const count = (expanded: Prompt, type: string) =>
  Object.values(expanded).filter(({ class_type }) => class_type === type).length - Number(type !== 'CompareGrid')

test('only what an axis reaches is copied, once for each of its values', () => {
  const { grid, prompt: made } = expand({ columns: '6.steps = 1, 2, 4, 8', rows: '7.tiling = all' })
  expect(grid.cells).toHaveLength(8)
  expect([count(made, 'KSampler'), count(made, 'Decode'), count(made, 'CompareGrid')]).toEqual([4, 8, 8])
  expect([count(made, 'CLIPTextEncode'), count(made, 'CheckpointLoaderSimple')]).toEqual([1, 0])
  expect(made['6@9.c3']?.inputs).toMatchObject({ steps: 4, cfg: 1, seed: 1, positive: ['3', 0] })
  expect(made['7@9.c3r2']?.inputs).toEqual({ samples: ['6@9.c3', 0], vae: ['1', 2], tiling: 'tiles' })
  expect(made['9@9.c3r2']?.inputs).toMatchObject({ images: ['7@9.c3r2', 0], columns: '', rows: '' })
  expect(made[9]).toBeUndefined()
})

test('the order of cells makes expensive changes rare: files, then texts, then the sampler, then decoding', () => {
  const order = (axes: Parameters<typeof prompt>[0]) => expand(axes).grid.cells.map(({ at }) => at.join(''))
  expect(order({ columns: '1.ckpt_name = a, b', rows: '6.steps = 1, 2' })).toEqual(['00', '01', '10', '11'])
  expect(order({ columns: '6.steps = 1, 2', rows: '1.ckpt_name = a, b' })).toEqual(['00', '10', '01', '11'])
  expect(order({ columns: '3.text = x, y', rows: '6.steps = 1, 2' })).toEqual(['00', '01', '10', '11'])
  expect(order({ columns: '2.lora_name = x, y', rows: '2.strength_model = 0, 1' })).toEqual(['00', '01', '10', '11'])
  expect(order({ columns: '7.tiling = all', rows: '6.steps = 1, 2' })).toEqual(['00', '10', '01', '11'])
})

test('a grid whose axes are equally expensive fills row by row', () => {
  const { grid } = expand({ columns: '6.steps = 1, 2', rows: '6.cfg = 1, 2' })
  expect(grid.cells.map(({ at }) => at)).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ])
})

test('values have the type of their widget, and ranges are spread out', () => {
  const values = (columns: string) => expand({ columns }).grid.axes[0]!.values
  expect(values('6.steps = 1 … 4, 8')).toEqual([1, 2, 3, 4, 8])
  expect(values('6.cfg = 1 … 2 in 5')).toEqual([1, 1.25, 1.5, 1.75, 2])
  expect(values('6.cfg = 1 … 2 by 0.5')).toEqual([1, 1.5, 2])
  expect(values('6.denoise = 0 … 1 in 4')).toEqual([0, 0.333, 0.667, 1])
  expect(values('6.seed = 18446744073709551615')).toEqual([2n ** 64n - 1n])
  expect(values('6.scheduler = all')).toEqual(['normal', 'karras', 'simple', 'sgm_uniform'])
  expect(values('Words.text = "a fox, red", a cat')).toEqual(['a fox, red', 'a cat'])
})

test.each([
  [{}, /CompareGrid \(node 9\), input columns: there is nothing to compare yet/],
  [{ columns: 'steps' }, /"steps" is not an axis; write node\.widget = values/],
  [{ columns: '6.stepz = 1' }, /node 6 \(KSampler\) has no widget "stepz"; it has seed, steps, cfg, sampler_name/],
  [{ columns: '6.model = 1' }, /has no widget "model"/],
  [{ columns: '77.steps = 1' }, /no node "77" that runs: it is muted, bypassed or deleted; there are 1 \(CheckpointL/],
  [{ columns: 'CLIPTextEncode.text = x' }, /"CLIPTextEncode" is 2 nodes; say which by its id: 3 \(Words, CLIPT/],
  [{ columns: '9.cell_size = 64' }, /a grid cannot compare itself/],
  [{ columns: '8.width = 64, 128' }, /node 8 \(Elsewhere\) does not lead to the picture being compared/],
  [{ columns: '6.steps = 1', rows: 'KSampler.steps = 2' }, /input rows: steps of node 6 is another axis already/],
  [{ columns: '6.steps =' }, /steps of node 6 \(KSampler\) has no values/],
  [
    { columns: '6.steps = 0, 1' },
    /CompareGrid \(node 9\), input columns: steps of node 6 \(KSampler\): expected 1 to 10000, got 0/,
  ],
  [{ columns: '6.cfg = high' }, /expected a number, got "high"/],
  [{ columns: '6.cfg = 1 … 2 in 1' }, /"1 … 2 in 1" is not a range/],
  [{ columns: '6.steps = 1 … 5000' }, /has 5000 values, and a grid has at most 400 cells/],
  [{ columns: '6.sampler_name = eular' }, /expected euler, .*got "eular"/],
  [{ columns: '6.steps = 1 … 21', rows: '6.cfg = 1 … 20' }, /21 × 20 are 420 cells, and a grid has at most 400/],
])('%o is refused', (axes, message) => {
  expect(() => expand(axes)).toThrow(message)
})

test('a widget that a wire feeds cannot be an axis', () => {
  const wired = prompt({ columns: '6.steps = 1, 2' })
  const sampler = { ...wired[6]!, inputs: { ...wired[6]!.inputs, steps: ['5', 0] } }
  expect(() => expandGrid({ ...wired, 6: sampler }, specs, '9')).toThrow(
    /steps of node 6 \(KSampler\) comes over a wire; cut it/,
  )
})

test('many cells become small enough for one sheet', () => {
  const size = (columns: string, rows: string) =>
    Object.entries(expand({ columns, rows, cell_size: 1024 }).prompt).find(([id]) => id.startsWith('9@'))?.[1].inputs
      .cell_size
  expect(size('6.steps = 1, 2', '6.cfg = 1, 2')).toBe(1024)
  expect(size('6.steps = 1 … 20', '6.cfg = 1 … 20')).toBe(288)
})

test('a plan has the cells in the order of the grid, each right behind what it needs', () => {
  const expanded = expandGrids(prompt({ columns: '6.steps = 1, 2' }), specs)
  const { steps, errors } = plan(expanded.prompt, specs)
  expect([...expanded.errors, ...errors]).toEqual([])
  expect(steps.map(({ id }) => id).slice(-6)).toEqual(['6@9.c1', '7@9.c1', '9@9.c1', '6@9.c2', '7@9.c2', '9@9.c2'])
  expect([...expanded.passing].sort()).toEqual(['7@9.c1', '7@9.c2'])
})

test('a grid that is wrong does not keep another output from running', () => {
  const two: Prompt = {
    ...prompt({ columns: '6.stepz = 1' }),
    10: node('SaveImage', { images: ['7', 0], filename_prefix: 'x' }),
  }
  const { prompt: rest, errors } = expandGrids(two, specs)
  expect(plan(rest, specs).targets).toEqual(['10'])
  expect(errors.map(({ place }) => [place.nodeId, place.input])).toEqual([['9', 'columns']])
})

test('without its grids a prompt draws the picture of the values as they are', () => {
  const plain = withoutGrids(prompt({ columns: '6.steps = 1, 2' }))
  expect(plain[9]).toEqual({ class_type: 'PreviewImage', inputs: { images: ['7', 0] } })
  expect(plain[6]).toEqual(prompt({})[6])
})

test('a grid that is asked for runs alone; one that is not asked for is not drawn', () => {
  const two: Prompt = {
    ...prompt({ columns: '6.steps = 1, 2' }),
    10: node('SaveImage', { images: ['7', 0], filename_prefix: 'x' }),
  }
  expect(expandGrids(two, specs, ['9']).targets).toEqual(['9@9.c1', '9@9.c2'])
  expect(expandGrids(two, specs, ['10'])).toMatchObject({ targets: ['10'], grids: [] })
})

test('a grid behind very many nodes is refused before it is made', () => {
  const chain: Record<string, Prompt[string]> = { ...prompt({ columns: '6.steps = 1 … 400' }) }
  for (let i = 0; i < 1000; i++) chain[`s${i}`] = node('Turn', { images: [i === 0 ? '7' : `s${i - 1}`, 0] })
  chain['9'] = node('CompareGrid', { ...chain['9']!.inputs, images: ['s999', 0] })
  expect(() => expandGrid(chain, specs, '9')).toThrow(
    '400 cells that need 1008 nodes each are too many, at most 200000 in all: remove some values.',
  )
})
