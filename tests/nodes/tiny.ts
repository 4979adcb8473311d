import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { FileRef } from '../../engine/checkpoint/files/file-ref.ts'
import type { Tensor } from '../../engine/tensor/tensor.ts'
import clipTextEncode from '../../nodes/conditioning/clip-text-encode.ts'
import type { RunContext } from '../../nodes/define.ts'
import checkpointLoader from '../../nodes/loaders/checkpoint-loader-simple.ts'
import { readGolden } from '../goldens/read.ts'
import { testContext } from './context.ts'

/** The small random SD 1.x checkpoint on which ComfyUI 0.3.64 made the pictures in pipelines/ (goldens/README.md). */
const expected = readGolden('pipelines/expected.safetensors')
export const golden = (name: string): Tensor => expected.get(name)!

export const goldenFile = (name: string): FileRef => ({
  name,
  path: fileURLToPath(new URL(`../goldens/${name}`, import.meta.url)),
  fingerprint: name,
})

/** Its parts, or those of the SDXL checkpoint beside it, and how to encode a prompt with them. */
export async function openTiny(context: RunContext, name: 'tiny_sd15' | 'tiny_sdxl' = 'tiny_sd15') {
  const ckpt_name = goldenFile(`pipelines/${name}.safetensors`)
  const { MODEL, CLIP, VAE } = await checkpointLoader.run({ ckpt_name }, context)
  const encode = async (text: string, clip = CLIP) => (await clipTextEncode.run({ text, clip }, context)).CONDITIONING
  return { model: MODEL, clip: CLIP, vae: VAE, encode }
}

/** The same with the two prompts of the reference pictures. */
export async function tiny(context = testContext()) {
  const { encode, ...parts } = await openTiny(context)
  const prompts = {
    positive: await encode('a photo of a (cat:1.2), detailed'),
    negative: await encode('blurry, low quality'),
  }
  return { ...parts, prompts, context }
}

export function expectClose(actual: Tensor | undefined, name: string, tolerance = 2e-3): void {
  const { dims, data } = golden(name)
  expect(actual?.dims).toEqual(dims)
  expect(Math.max(...data.map((value, i) => Math.abs(value - actual!.data[i]!)))).toBeLessThan(tolerance)
}
