import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { headerBytes } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import loadLatent from '../../../nodes/latent/load-latent.ts'
import saveLatent from '../../../nodes/latent/save-latent.ts'
import { testContext } from '../context.ts'
import { latentOf } from '../small.ts'

let output = ''
beforeEach(async () => {
  output = await mkdtemp(join(tmpdir(), 'latents-'))
})
afterEach(() => rm(output, { recursive: true }))

const load = async (name: string) => {
  const latent = { name, path: join(output, name), fingerprint: '' }
  return (await loadLatent.run({ latent }, testContext())).LATENT.samples
}
/** A file of one float32 tensor without the version key. */
async function write(name: string, tensor: string, shape: readonly number[]): Promise<void> {
  const header = headerBytes([{ name: tensor, dtype: 'F32', shape }], {})
  const { data } = zeros(shape)
  await writeFile(join(output, name), Buffer.concat([header, new Uint8Array(data.fill(0.18215).buffer)]))
}

test('a saved latent is loaded without a change, under ComfyUI’s keys, with the workflow in it', async () => {
  const samples = latentOf([1.5, -2], [0.25, 3])
  const context = testContext({ folders: { output, temp: '' }, metadata: { prompt: '{}', workflow: '{"nodes":[]}' } })
  for (let i = 0; i < 2; i++) await saveLatent.run({ samples, filename_prefix: 'latents/fox' }, context)
  expect(await readdir(join(output, 'latents'))).toEqual(['fox_00001_.latent', 'fox_00002_.latent'])
  expect(context.notices[1]).toBe(`The latent was saved as ${join(output, 'latents/fox_00002_.latent')}.`)

  const { tensors, metadata } = await openSafetensors(join(output, 'latents/fox_00002_.latent'))
  expect([...tensors.values()].map(({ name, shape }) => [name, shape])).toEqual([
    ['latent_format_version_0', [0]],
    ['latent_tensor', [1, 1, 2, 2]],
  ])
  expect(metadata).toEqual({ prompt: '{}', workflow: '{"nodes":[]}' })
  expect(await load('latents/fox_00002_.latent')).toEqual(samples.samples)
})

test('a file without the version key is converted from the model’s scale to the VAE’s', async () => {
  await write('old.latent', 'latent_tensor', [1, 4, 1, 1])
  const { data } = await load('old.latent')
  expect(data.every(value => Math.abs(value - 1) < 1e-6)).toBe(true)
})

test('a file that is not a latent of pictures is refused with its name', async () => {
  await write('lora.latent', 'lora_up.weight', [2, 2])
  await write('video.latent', 'latent_tensor', [1, 16, 3, 2, 2])
  await writeFile(join(output, 'note.latent'), 'a shopping\nlist')
  await expect(load('lora.latent')).rejects.toThrow(
    'lora.latent does not hold a latent: expected a file that SaveLatent saved',
  )
  await expect(load('video.latent')).rejects.toThrow(
    'video.latent holds a latent of shape [1,16,3,2,2]; expected the latent of pictures',
  )
  await expect(load('note.latent')).rejects.toThrow(
    'note.latent is a text, not a model: it begins with "a shopping list"',
  )
  await expect(load('gone.latent')).rejects.toThrow('gone.latent cannot be read: there is no such file')
})
