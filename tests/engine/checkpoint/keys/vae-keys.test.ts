import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { ldmVaeTensors } from '../../../../engine/checkpoint/keys/vae-keys.ts'
import { readGoldenJson } from '../../../goldens/read.ts'
import { golden, headerOf } from '../files.ts'

/** CompVis' name → diffusers' name, and the older one where it differs; made with diffusers. */
const { names } = readGoldenJson<{ names: Record<string, readonly string[]> }>('nets/vae_diffusers.key_names.json')

const fileOf = (keys: readonly string[]) => headerOf(Object.fromEntries(keys.map(key => [key, [1]])))

/** [the key it is found under, the key in the file] */
const found = (keys: readonly string[], prefix = '') =>
  [...ldmVaeTensors(fileOf(keys), prefix)].map(([ldm, { name }]) => [ldm, name])

test.each([
  ['diffusers’ names', 0],
  ['diffusers’ older names', 1],
])('every tensor is found under CompVis’ name in a file with %s', (_, spelling) => {
  const pairs = Object.entries(names).map(([ldm, spellings]) => [ldm, spellings[spelling] ?? spellings[0]!] as const)
  expect(pairs.length).toBe(244)
  expect(found(pairs.map(([, diffusers]) => diffusers))).toEqual(pairs)
})

test('CompVis’ own names stay, below a prefix and without', () => {
  const keys = Object.keys(names)
  expect(found(keys)).toEqual(keys.map(key => [key, key]))
  const prefixed = keys.map(key => `first_stage_model.${key}`)
  expect(found(['model.diffusion_model.out.0.weight', ...prefixed], 'first_stage_model.')).toEqual(
    keys.map(key => [key, `first_stage_model.${key}`]),
  )
})

test('the names found are those of a checkpoint’s VAE', async () => {
  const checkpoint = await openSafetensors(golden('pipelines/tiny_sd15.safetensors'))
  const ldm = [...ldmVaeTensors(checkpoint, 'first_stage_model.').keys()]
  expect(ldm.toSorted()).toEqual(Object.keys(names).toSorted())
})

test('the decoder’s levels are counted in the file: with three, block 0 is level 2', () => {
  const keys = [0, 1, 2].map(i => `decoder.up_blocks.${i}.resnets.0.conv1.weight`)
  expect(found([...keys, 'encoder.down_blocks.2.resnets.0.conv1.weight']).map(([ldm]) => ldm)).toEqual([
    'decoder.up.2.block.0.conv1.weight',
    'decoder.up.1.block.0.conv1.weight',
    'decoder.up.0.block.0.conv1.weight',
    'encoder.down.2.block.0.conv1.weight',
  ])
})
