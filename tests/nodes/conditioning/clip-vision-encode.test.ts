import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { stack } from '../../../engine/tensor/tensor.ts'
import clipVisionEncode from '../../../nodes/conditioning/clip-vision-encode.ts'
import clipVisionLoader from '../../../nodes/loaders/clip-vision-loader.ts'
import { safetensorsBytes, temporaryFolder } from '../../engine/checkpoint/files.ts'
import { expectClose } from '../../engine/networks/run-graph.ts'
import { readGolden } from '../../goldens/read.ts'
import { testContext } from '../context.ts'
import { goldenFile } from '../tiny.ts'

const io = readGolden('nets/clip_vision.io.safetensors')
const context = testContext()
const weights = goldenFile('nets/clip_vision.weights.safetensors')

const picture = (i: string) => {
  const { dims, data } = io.get(`${i}.image_u8`)!
  return { dims, data: data.map(byte => byte / 255) }
}

test.each([
  ['0', 'center'],
  ['1', 'center'],
  ['2', 'center'],
  ['3', 'none'],
] as const)('CLIP sees in picture %s what it sees in ComfyUI (crop %s)', async (i, crop) => {
  const { CLIP_VISION: clip_vision } = await clipVisionLoader.run({ clip_name: weights }, context)
  const { CLIP_VISION_OUTPUT: seen } = await clipVisionEncode.run({ clip_vision, image: picture(i), crop }, context)
  expectClose(seen.last, io.get(`${i}.last_hidden_state`)!, 1e-4)
  expectClose(seen.penultimate, io.get(`${i}.penultimate_hidden_states`)!, 1e-4)
  expectClose(seen.embeds, io.get(`${i}.image_embeds`)!, 1e-4)
})

test('a batch is encoded as its pictures one by one', async () => {
  const { CLIP_VISION: clip_vision } = await clipVisionLoader.run({ clip_name: weights }, context)
  const one = picture('1')
  const image = stack([one, one])
  const { embeds } = (await clipVisionEncode.run({ clip_vision, image, crop: 'center' }, context)).CLIP_VISION_OUTPUT
  expectClose(embeds, stack([io.get('1.image_embeds')!, io.get('1.image_embeds')!]), 1e-4)
})

const file = temporaryFolder()

test('OpenCLIP’s names and projection are read too', async () => {
  const opened = await openClipCopy()
  const { CLIP_VISION: clip_vision } = await clipVisionLoader.run({ clip_name: await fileRef(opened) }, context)
  const { CLIP_VISION_OUTPUT: seen } = await clipVisionEncode.run(
    { clip_vision, image: picture('0'), crop: 'center' },
    context,
  )
  expectClose(seen.embeds, io.get('0.image_embeds')!, 1e-4)
})

test('a file of another kind is refused with its kind', async () => {
  const clip_name = goldenFile('nets/lora/kohya_linear.safetensors')
  await expect(clipVisionLoader.run({ clip_name }, context)).rejects.toThrow(
    'kohya_linear.safetensors is not a CLIP vision model: it is a LoRA',
  )
})

/** The golden's weights under OpenCLIP's names: q, k and v in one tensor, the projection the other way round. */
async function openClipCopy(): Promise<string> {
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>()
  for (const [name, { dims, data }] of readGolden('nets/clip_vision.weights.safetensors'))
    tensors.set(openClipName(name), { shape: dims, data })
  for (const layer of [0, 1, 2, 3])
    for (const kind of ['weight', 'bias']) {
      const own = `visual.transformer.resblocks.${layer}.attn.`
      const parts = ['q', 'k', 'v'].map(part => tensors.get(`${own}${part}_proj.${kind}`)!)
      for (const part of ['q', 'k', 'v']) tensors.delete(`${own}${part}_proj.${kind}`)
      const data = Float32Array.from(parts.flatMap(({ data }) => [...data]))
      tensors.set(`${own}in_proj_${kind}`, { shape: [96, ...parts[0]!.shape.slice(1)], data })
    }
  const { data } = tensors.get('visual.proj')!
  const turned = data.map((_, i) => data[(i % 24) * 32 + Math.floor(i / 24)]!)
  tensors.set('visual.proj', { shape: [32, 24], data: turned })
  return write(tensors)
}

const openClipName = (name: string): string =>
  `visual.${name
    .replace('vision_model.', '')
    .replace('embeddings.class_embedding', 'class_embedding')
    .replace('embeddings.patch_embedding', 'conv1')
    .replace('embeddings.position_embedding.weight', 'positional_embedding')
    .replace('pre_layrnorm', 'ln_pre')
    .replace('post_layernorm', 'ln_post')
    .replace('encoder.layers', 'transformer.resblocks')
    .replace('layer_norm', 'ln_')
    .replace('self_attn', 'attn')
    .replace('mlp.fc1', 'mlp.c_fc')
    .replace('mlp.fc2', 'mlp.c_proj')
    .replace('visual_projection.weight', 'proj')}`

async function write(tensors: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>): Promise<string> {
  let end = 0
  const config = JSON.stringify({ num_attention_heads: 4, hidden_act: 'quick_gelu' })
  const entries = [...tensors].map(([name, { shape, data }]) => {
    const from = end
    end += data.byteLength
    return [name, { dtype: 'F32', shape, data_offsets: [from, end] }] as const
  })
  const bytes = safetensorsBytes({ __metadata__: { config }, ...Object.fromEntries(entries) })
  const path = await file('open-clip.safetensors')
  await writeFile(
    path,
    Buffer.concat([
      bytes,
      ...[...tensors.values()].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
    ]),
  )
  return path
}
