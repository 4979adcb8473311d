import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import clipLoader from '../../../../nodes/advanced/loaders/clip-loader.ts'
import dualClipLoader from '../../../../nodes/advanced/loaders/dual-clip-loader.ts'
import clipTextEncode from '../../../../nodes/conditioning/clip-text-encode.ts'
import { goldenPath } from '../../../engine/networks/run-graph.ts'
import { testContext } from '../../context.ts'
import { expectClose, goldenFile } from '../../tiny.ts'

const folder = await mkdtemp(join(tmpdir(), 'text-encoders-'))
const context = testContext({ sessions: new Sessions({ device: 'cpu', threads: 1 }) })
afterAll(async () => {
  await context.sessions.close()
  await rm(folder, { recursive: true })
})

/** One of SDXL's encoders in a file of its own, as people download them. */
async function encoderAlone(prefix: string, name: string) {
  const whole = await openSafetensors(goldenPath('pipelines/tiny_sdxl.safetensors'))
  const bytes = await readFile(whole.path)
  const own = [...whole.tensors.values()].filter(tensor => tensor.name.startsWith(prefix))
  const path = join(folder, name)
  const specs = own.map(({ name, dtype, shape }) => ({ name: name.slice(prefix.length), dtype, shape }))
  const notes = { 'text.head_dim': whole.metadata['text.head_dim']! }
  await writeSafetensors(
    path,
    specs,
    spec => {
      const { offset, length } = whole.tensors.get(prefix + spec.name)!
      return [bytes.subarray(offset, offset + length)]
    },
    notes,
  )
  return fileRef(path)
}
const clipL = await encoderAlone('conditioner.embedders.0.transformer.', 'clip_l.safetensors')
const clipG = await encoderAlone('conditioner.embedders.1.model.', 'clip_g.safetensors')

test.each([
  ['in the usual order', clipL, clipG],
  ['the other way round', clipG, clipL],
])('SDXL’s two text encoders from files of their own, %s, encode as those of the checkpoint', async (_, a, b) => {
  const { CLIP } = await dualClipLoader.run({ clip_name1: a, clip_name2: b, type: 'sdxl', device: 'default' }, context)
  const text = 'a photo of a (cat:1.2), detailed'
  const { CONDITIONING } = await clipTextEncode.run({ text, clip: CLIP }, context)
  expectClose(CONDITIONING[0]!.embedding, 'sdxl.pos', 1e-4)
  expectClose(CONDITIONING[0]!.pooled, 'sdxl.pos_pooled', 1e-4)
})

test('the same encoder twice is refused, with the names of both files', async () => {
  const twice = dualClipLoader.run({ clip_name1: clipL, clip_name2: clipL, type: 'sdxl', device: 'default' }, context)
  await expect(twice).rejects.toThrow('clip_l.safetensors and clip_l.safetensors are the same kind of text encoder')
})

test('a file without a text encoder is refused with its kind', async () => {
  const clip_name = goldenFile('nets/lora/kohya_linear.safetensors')
  const loaded = clipLoader.run({ clip_name, type: 'stable_diffusion', device: 'default' }, context)
  await expect(loaded).rejects.toThrow(/kohya_linear\.safetensors is not a text encoder: it is a LoRA/)
})
