import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loraModules } from '../../../../engine/lora/modules.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { Weights } from '../../../../engine/onnx/weights.ts'
import { applyLora } from '../../../../engine/pipeline/loras.ts'
import { applyFooocusInpaint } from '../../../../engine/pipeline/patches/apply-fooocus-inpaint.ts'
import { type FooocusInpaint, fooocusInpaint } from '../../../../engine/pipeline/patches/fooocus-inpaint.ts'
import type { Latent, Model } from '../../../../engine/pipeline/types.ts'
import kSampler from '../../../../nodes/sampling/ksampler.ts'
import { readGolden } from '../../../goldens/read.ts'
import { testContext } from '../../../nodes/context.ts'
import { goldenFile, openTiny } from '../../../nodes/tiny.ts'
import { expectClose } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

/** What torch makes of head and patch (tests/goldens/make/fooocus.py). */
const goldens = readGolden('nets/fooocus.safetensors')
const files = { head: goldenFile('nets/fooocus_head.pth'), patch: goldenFile('nets/fooocus.patch') }
const latent: Latent = { samples: goldens.get('latent')!, noiseMask: goldens.get('mask')! }
const context = testContext()
const { model, encode } = await openTiny(context, 'tiny_sdxl')

const headOf = ({ patches }: Model) => patches!.find(({ kind }) => kind === 'fooocus-inpaint') as FooocusInpaint

test('the head adds to the first layer what torch adds', async () => {
  const applied = await applyFooocusInpaint(model, files, latent)
  expect(applied.notices).toEqual([])
  const patch = fooocusInpaint(headOf(applied.model), { name: 'patch0', latent: { height: 6, width: 8 } })
  const zeros = { dims: [2, 32, 6, 8], data: new Float32Array(2 * 32 * 48) }
  const build = () => {
    const graph = new Graph('test')
    const weights = new Weights(graph, { path: files.head.path, tensors: new Map() })
    const { input } = patch.hooks(weights, { height: 6, width: 8 })
    const h = Value.input(graph, 'h', zeros.dims)
    expect(input!(h, 1)).toBe(h)
    input!(h, 0).output('out')
    return graph
  }
  const images = [
    { row: 0, isNegative: false },
    { row: 1, isNegative: true },
  ]
  const request = { key: patch.key, label: 'test', root: files.head.path, build }
  const { out } = await sessions.run(request, { h: zeros, ...patch.imageFeeds!(images) })
  const { data } = goldens.get('feature')!
  expectClose(out!, { dims: zeros.dims, data: Float32Array.from([...data, ...data]) }, 1e-5)
})

test('a patch in levels changes weights and biases as the differences that torch makes of it', async () => {
  const header = await openSafetensors(files.patch.path)
  expect(loraModules(header).map(({ kind }) => kind)).toEqual(Array(5).fill('levels'))
  const prompts = { positive: await encode('a cat'), negative: await encode('') }
  const sample = async (by: Model) => {
    const inputs = { ...prompts, latent_image: { samples: latent.samples }, seed: 1n, steps: 2, cfg: 2, denoise: 1 }
    const how = { sampler_name: 'euler', scheduler: 'normal' } as const
    return (await kSampler.run({ model: by, ...inputs, ...how }, context)).LATENT.samples
  }
  const on = async (name: string) =>
    sample((await applyLora({ model }, goldenFile(name), { model: 1, clip: 0 })).model!)
  const [plain, levels] = [await sample(model), await on('nets/fooocus.patch')]
  expectClose(levels, await on('nets/fooocus_diff.safetensors'), 1e-3)
  expect(Math.max(...levels.data.map((value, i) => Math.abs(value - plain.data[i]!)))).toBeGreaterThan(0.01)
})

test('a latent without a mask or of another size, and a file that is not the head, are refused', async () => {
  await expect(applyFooocusInpaint(model, files, { samples: latent.samples })).rejects.toThrow('has no mask')
  const wrong = { ...files, head: goldenFile('nets/fooocus_diff.safetensors') }
  await expect(applyFooocusInpaint(model, wrong, latent)).rejects.toThrow('is not the head of Fooocus')
  const { model: applied } = await applyFooocusInpaint(model, files, latent)
  const other = { name: 'patch0', latent: { height: 8, width: 8 } }
  expect(() => fooocusInpaint(headOf(applied), other)).toThrow('made for 64×48 pixels, and the picture is 64×64')
})
