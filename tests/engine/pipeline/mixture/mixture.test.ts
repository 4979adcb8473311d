import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import { layersToReplace } from '../../../../engine/checkpoint/keys/mixture-keys.ts'
import { loadUnet } from '../../../../engine/pipeline/load.ts'
import { buildMixture } from '../../../../engine/pipeline/mixture/build-mixture.ts'
import { plainUnet } from '../../../../engine/pipeline/mixture/unet-parts.ts'
import { saveCheckpoint } from '../../../../engine/pipeline/saving/save-model.ts'
import type { Model } from '../../../../engine/pipeline/types.ts'
import { predictor } from '../../../../engine/pipeline/unet/predict.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'

const io = readGolden('nets/segmoe_unet.io.safetensors')
const golden = async (name: string) => fileRef(goldenPath(`nets/${name}.weights.safetensors`))
const load = async (name: string) => loadUnet(await golden(name))
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const context = {
  sessions,
  signal: new AbortController().signal,
  progress() {},
  notice() {},
  metadata: {},
  folders: { output: '' },
}
beforeAll(async () => {
  context.folders.output = await mkdtemp(join(tmpdir(), 'leapgraph-mixture-'))
})
afterAll(async () => {
  await sessions.close()
  await rm(context.folders.output, { recursive: true })
})

const withCount = (model: Model, count: number): Model => ({ ...model, experts: { ...model.experts!, count } })

async function run(model: Model) {
  const [x, timestep, text] = ['x', 'timesteps', 'context'].map(name => io.get(name)!)
  const network = await unetNetwork(model)
  return sessions.run(network.request(x!.dims, text!.dims), {
    x: x!,
    timestep: timestep!,
    context: text!,
    experts: tensor([1], Float32Array.of(network.experts!.count)),
    ...(network.strength && { strength: network.strength }),
  })
}

/** Gates under the names of the engine, from those of diffusers: the only blocks with attentions are the first and the last two. */
const goldenGates = (layers: readonly string[]): ReadonlyMap<string, Tensor> =>
  new Map(
    layers.map(layer => {
      const [, side, number, rest] = /^(in|out)put_blocks\.(\d+)\.1\.(.+)$/.exec(layer)!
      const place = side === 'in' ? `down_blocks.0.attentions.0` : `up_blocks.1.attentions.${Number(number) - 2}`
      const { dims, data } = io.get(`gate.${place}.${rest}`)!
      return [layer, { dims, data: Float32Array.from(new Float16Array(data)) }]
    }),
  )

async function built(): Promise<Model> {
  const models = await Promise.all([0, 1, 2].map(i => load(`segmoe_unet_expert${i}`)))
  const layers = layersToReplace((await plainUnet(models[0]!)).tensors, 'all')
  return {
    ...models[0]!,
    experts: {
      count: 2,
      names: ['one', 'two', 'three'],
      built: {
        models,
        prompts: [1, 2, 3].map(n => ({ positive: `prompt ${n}`, negative: '' })),
        layers: 'all',
        gates: goldenGates(layers),
        gatesHash: 'golden',
      },
    },
  }
}

test('a file of segmoe says how many experts it has, how many act, and their names', async () => {
  const { experts } = await load('segmoe_unet')
  expect(experts).toEqual({ count: 2, names: ['seed-0', 'seed-1', 'seed-2'] })
})

test.each([1, 2])('the UNet of such a file predicts the same as SegMoE with %i of 3 experts', async count => {
  const { prediction } = await run(withCount(await load('segmoe_unet'), count))
  expectClose(prediction!, io.get(`top${count}.out`)!, 1e-5)
})

test('another number of experts makes no session', async () => {
  const made = () => sessions.timings.reduce((n, { created }) => n + created, 0)
  const before = (await run(await load('segmoe_unet'))) && made()
  await run(withCount(await load('segmoe_unet'), 3))
  expect(made()).toBe(before)
})

test('its shares add up to 1 in each layer, for as many experts as act', async () => {
  const { shares } = await run(await load('segmoe_unet'))
  const { layers } = (await unetNetwork(await load('segmoe_unet'))).experts!
  expect(shares!.dims).toEqual([layers.length, 3])
  for (const [i] of layers.entries()) {
    const own = [...shares!.data.slice(3 * i, 3 * i + 3)]
    expect(own.filter(share => share > 0)).toHaveLength(2)
    expect(own.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
  }
})

test('a mixture of three files predicts the same before it is saved, and bit for bit the same after', async () => {
  const model = await built()
  const { prediction } = await run(model)
  expectClose(prediction!, io.get('top2.out')!, 1e-5)
  const path = await saveCheckpoint('mixtures/mine', { model }, context)
  const saved = await loadUnet(await fileRef(path))
  expect(saved.experts).toEqual({ count: 2, names: ['one', 'two', 'three'] })
  expect((await run(saved)).prediction!.data).toEqual(prediction!.data)
  const { metadata } = await openSafetensors(path)
  expect(JSON.parse(metadata['leapgraph.sources']!)).toHaveLength(3)
  expect(JSON.parse(metadata['leapgraph.recipe']!).unet.experts).toHaveLength(3)
  expect(JSON.parse(metadata.segmoe_config!)).toMatchObject({
    num_experts: 3,
    num_experts_per_tok: 2,
    moe_layers: 'all',
    experts: [{ positive_prompt: 'prompt 1' }, {}, {}],
  })
})

test('what the layers of an expert read gives the gate vectors of segmoe', async () => {
  const models = await Promise.all([0, 1, 2].map(i => load(`segmoe_unet_expert${i}`)))
  for (const [row, model] of models.entries()) {
    const network = await unetNetwork(model)
    // The timestep alone: noise levels and scaling are compared elsewhere.
    const sampling = { ...modelSampling(model.sampling), networkTimestep: () => 321, scaleInput: (x: Tensor) => x }
    const x = { dims: [1, 4, 8, 6], data: io.get('x')!.data.slice(0, 4 * 48) }
    const prompts = [{ embedding: io.get(`prompt.${row}`)! }]
    const { data } = await predictor({ sessions, model, network, sampling, cfg: 1 }).inputs(x, 1, prompts)
    const all = layersToReplace(network.parts.weights.tensors, 'all')
    const gates = [...all.filter(layer => !/attn1\.to_[qv]$|attn2\.to_v$/.test(layer))].map(layer => {
      const [, side, number, rest] = /^(in|out)put_blocks\.(\d+)\.1\.(.+)$/.exec(layer)!
      const place = side === 'in' ? `down_blocks.0.attentions.0` : `up_blocks.1.attentions.${Number(number) - 2}`
      const { dims, data } = io.get(`gate.${place}.${rest}`)!
      return data.slice(row * dims[1]!, (row + 1) * dims[1]!)
    })
    let at = 0
    for (const gate of gates) {
      const own = data.slice(at, (at += gate.length))
      const length = Math.hypot(...own)
      expectClose(
        tensor(
          [gate.length],
          own.map(v => v / length),
        ),
        tensor([gate.length], gate),
        1e-5,
      )
    }
    expect(at).toBe(data.length)
  }
})

test('a mixture of other families, of one expert and of more that act than there are is refused in words', async () => {
  const [first, other] = [await load('segmoe_unet_expert0'), await load('unet_sd2')]
  const prompts = { positive: '', negative: '' }
  const expert = (model: Model) => ({ name: model.file.name, model, positive: [], negative: [], prompts })
  const how = { base: first, layers: 'attn', count: 2, steps: 2, cfg: 1, seed: 0n, width: 64, height: 64 } as const
  const build = (experts: readonly Model[], count = 2) =>
    buildMixture({ ...how, count, experts: experts.map(expert) }, context)
  await expect(build([first])).rejects.toThrow('at least two experts')
  await expect(build([first, first], 3)).rejects.toThrow('there are 2 experts')
  await expect(build([first, await load('segmoe_unet')])).rejects.toThrow('is a mixture of experts')
  await expect(build([first, { ...other, sampling: first.sampling }])).rejects.toThrow(
    /cannot be an expert beside .*attn/,
  )
})

/** A LoRA on one attention and one feed-forward, under kohya's names. */
async function smallLora() {
  const at = 'lora_unet_down_blocks_0_attentions_0_transformer_blocks_0'
  const specs = (
    [
      [`${at}_attn1_to_q`, 32, 32],
      [`${at}_ff_net_0_proj`, 256, 32],
    ] as const
  ).flatMap(([name, out, width]) => [
    { name: `${name}.lora_down.weight`, dtype: 'F32' as const, shape: [2, width] },
    { name: `${name}.lora_up.weight`, dtype: 'F32' as const, shape: [out, 2] },
  ])
  const path = join(context.folders.output, 'small-lora.safetensors')
  const values = (n: number) => new Uint8Array(Float32Array.from({ length: n }, (_, i) => Math.sin(i * i)).buffer)
  await writeSafetensors(path, specs, ({ shape }) => [values(shape[0]! * shape[1]!)])
  return fileRef(path)
}

test('a LoRA on a mixture changes every expert, in a file and before it is saved, and is saved with it', async () => {
  const loras = [{ file: await smallLora(), strength: 0.7 }]
  const model = await built()
  const { models, ...others } = model.experts!.built!
  const onEach = models.map(expert => ({ ...expert, loras }))
  const each = { ...model, experts: { ...model.experts!, built: { ...others, models: onEach } } }
  const expected = (await run(each)).prediction!
  const inFile = (await run({ ...(await load('segmoe_unet')), loras })).prediction!
  expectClose((await run({ ...model, loras })).prediction!, expected, 1e-5)
  expectClose(inFile, expected, 1e-5)
  expect(inFile.data).not.toEqual((await run(await load('segmoe_unet'))).prediction!.data)
  const path = await saveCheckpoint('mixtures/with-lora', { model: each }, context)
  expectClose((await run(await loadUnet(await fileRef(path)))).prediction!, expected, 1e-5)
})
