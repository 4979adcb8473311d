import { describe, expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { unetTensors } from '../../../engine/checkpoint/keys/unet-keys.ts'
import { type Heads, unet } from '../../../engine/networks/unet.ts'
import { guidanceEmbedding } from '../../../engine/pipeline/unet/size-conditioning.ts'
import { readGolden } from '../../goldens/read.ts'
import { expectClose, goldenPath, goldenWeights, type RunOptions, runNetwork } from './run-graph.ts'

/** One small UNet with the key layout of each family, and what ComfyUI's own UNet makes of its inputs. */
const families: { name: string; file: string; prefix: string; heads: Heads }[] = [
  { name: 'sd1', file: 'pipelines/tiny_sd15.safetensors', prefix: 'model.diffusion_model.', heads: () => 4 },
  { name: 'inpaint', file: 'nets/unet_inpaint.weights.safetensors', prefix: 'model.diffusion_model.', heads: () => 4 },
  { name: 'sd2', file: 'nets/unet_sd2.weights.safetensors', prefix: 'model.diffusion_model.', heads: c => c / 16 },
  { name: 'sdxl', file: 'pipelines/tiny_sdxl.safetensors', prefix: 'model.diffusion_model.', heads: c => c / 16 },
]

describe.each(families)('a $name UNet', ({ name, file, prefix, heads }) => {
  const io = readGolden(`nets/unet_${name}.io.safetensors`)
  const all = [...io.keys()].filter(key => /^\d+\.x$/.test(key)).map(key => key.split('.')[0]!)
  // What differs in the other two is in their weights, not in the shapes of the inputs.
  const cases = name === 'sd1' || name === 'sdxl' ? all : all.filter(i => i === '1' || i === '3')

  const run = async (i: string, options?: RunOptions) => {
    const weights = await goldenWeights(file, prefix)
    const [x, timestep, context] = ['x', 'timesteps', 'context'].map(part => io.get(`${i}.${part}`)!)
    const pooled = io.get(`${i}.y`)
    const feeds = { x: x!, timestep: timestep!, context: context!, ...(pooled && { pooled }) }
    return runNetwork(weights, feeds, (w, inputs) => unet(w, inputs as never, heads), options)
  }

  test.each(cases)('predicts the same as ComfyUI, for odd sizes, batches and long prompts too (case %s)', async i => {
    expectClose(await run(i), io.get(`${i}.out`)!, 1e-5)
  })

  // Half precision is slow on the CPU. The shapes are compared above; here one of odd size, of the two families whose layers differ.
  // Half precision rounds to 2⁻¹¹ of a value, here up to 2.4e-3 of the largest, 5; a network adds a few such roundings.
  if (name === 'sd1' || name === 'sdxl')
    test('predicts it in half precision within its rounding', async () => {
      expectClose(await run('3', { compute: 'float16', fusedAttention: false }), io.get('3.out')!, 4e-3)
    })
})

test.each(['0', '1'])('a UNet distilled from guidance reads the scale as an input (case %s)', async i => {
  const io = readGolden('nets/unet_lcm_guidance_diffusers.io.safetensors')
  const file = await openSafetensors(goldenPath('nets/unet_lcm_guidance_diffusers.weights.safetensors'))
  const guidance = guidanceEmbedding(io.get(`${i}.guidance_scale`)!.data[0]!, 32)
  expectClose(guidance, io.get(`${i}.w_embedding`)!, 1e-5)
  const [x, timestep, context] = ['x', 'timesteps', 'context'].map(part => io.get(`${i}.${part}`)!)
  const feeds = { x: x!, timestep: timestep!, context: context!, guidance }
  const weights = { path: file.path, tensors: unetTensors(file, '') }
  const out = await runNetwork(weights, feeds, (w, inputs) => unet(w, inputs as never, () => 4))
  expectClose(out, io.get(`${i}.out`)!, 1e-5)
})

test('1 and 4 threads give the same bits', async () => {
  const io = readGolden('nets/unet_sd1.io.safetensors')
  const weights = await goldenWeights('pipelines/tiny_sd15.safetensors', 'model.diffusion_model.')
  const feeds = { x: io.get('2.x')!, timestep: io.get('2.timesteps')!, context: io.get('2.context')! }
  const run = (threads: number) =>
    runNetwork(weights, feeds, (w, inputs) => unet(w, inputs as never, () => 4), { threads })
  expect((await run(4)).data).toEqual((await run(1)).data)
})
