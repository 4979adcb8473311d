import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { joinFolders, modelsRoot } from '../../../runtime/library/folders.ts'
import { openLibrary, standIn } from '../../../runtime/library/library.ts'
import { missingRoots } from '../../../runtime/library/missing-roots.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'library-'))
})
afterEach(() => rm(home, { recursive: true }))

async function put(path: string, content = 'x'): Promise<string> {
  const full = join(home, path)
  await mkdir(dirname(full), { recursive: true })
  await writeFile(full, content)
  return full
}
const library = (...roots: string[]) => openLibrary(joinFolders(...roots.map(root => modelsRoot(join(home, root)))))

test('a file is found by its name below the folder, whichever slash the workflow was saved with', async () => {
  const path = await put('models/checkpoints/sd15/dream.safetensors')
  const found = library('models')
  expect((await found.find('checkpoints', 'sd15/dream.safetensors'))?.path).toBe(path)
  expect((await found.find('checkpoints', 'sd15\\dream.safetensors'))?.path).toBe(path)
  expect(await found.find('checkpoints', 'dream.safetensors')).toBeNull()
})

test('the first root that has the file wins, and the others are still searched', async () => {
  const first = await put('a/loras/x.safetensors')
  await put('b/loras/x.safetensors')
  const second = await put('b/loras/y.safetensors')
  const both = library('a', 'b')
  expect((await both.find('loras', 'x.safetensors'))?.path).toBe(first)
  expect((await both.find('loras', 'y.safetensors'))?.path).toBe(second)
  expect((await both.list('loras')).names).toEqual(['x.safetensors', 'y.safetensors'])
})

test('old names of folders lead to the same files', async () => {
  await put('models/unet/lightning.safetensors')
  await put('models/diffusion_models/hyper.safetensors')
  await put('models/clip/clip_l.safetensors')
  await put('models/t2i_adapter/sketch.safetensors')
  const models = library('models')
  expect((await models.list('unet')).names).toEqual(['hyper.safetensors', 'lightning.safetensors'])
  expect((await models.list('diffusion_models')).names).toEqual(['hyper.safetensors', 'lightning.safetensors'])
  expect(await models.find('text_encoders', 'clip_l.safetensors')).not.toBeNull()
  expect(await models.find('controlnet', 'sketch.safetensors')).not.toBeNull()
})

test.each(['../secret.safetensors', 'a/../../secret.safetensors', '..\\secret.safetensors', '', 'checkpoints/..'])(
  'a name that would leave the folder finds nothing: %j',
  async name => {
    await put('models/secret.safetensors')
    expect(await library('models').find('checkpoints', name)).toBeNull()
  },
)

test('an absolute path finds nothing, even of a file in the folder', async () => {
  const path = await put('models/checkpoints/a.safetensors')
  expect(await library('models').find('checkpoints', path)).toBeNull()
})

test('links inside a models folder are followed, and one that points up does not go round for ever', async () => {
  const real = await put('elsewhere/big.safetensors')
  await put('models/loras/own.safetensors')
  await symlink(real, join(home, 'models/loras/linked.safetensors'))
  await symlink(join(home, 'models/loras'), join(home, 'models/loras/again'))
  const models = library('models')
  expect((await models.list('loras')).names).toEqual(['linked.safetensors', 'own.safetensors'])
  expect((await models.find('loras', 'linked.safetensors'))?.path).toBe(real)
})

test('the fingerprint changes with the file, and differs between files alike in size and time', async () => {
  await put('models/loras/a.safetensors', 'one')
  await put('models/loras/b.safetensors', 'one')
  const models = library('models')
  const print = async (name: string) => (await models.find('loras', name))?.fingerprint
  const before = await print('a.safetensors')
  expect(await print('a.safetensors')).toBe(before)
  expect(await print('b.safetensors')).not.toBe(before)
  await put('models/loras/a.safetensors', 'other')
  expect(await print('a.safetensors')).not.toBe(before)
})

test('a missing file is explained with the places searched and the names nearest to it', async () => {
  await put('models/checkpoints/sd15/DreamShaper_8.safetensors')
  await put('models/checkpoints/v1-5-pruned.safetensors')
  const models = library('models')
  expect(await models.explainMissing('checkpoints', 'dreamshaper.safetensors')).toBe(
    `checkpoint 'dreamshaper.safetensors' is not in any models folder ` +
      `(searched ${join(home, 'models/checkpoints')}); did you mean 'sd15/DreamShaper_8.safetensors'?`,
  )
  expect(await models.explainMissing('checkpoints', 'zzz.safetensors')).toContain(
    `there is 'sd15/DreamShaper_8.safetensors', 'v1-5-pruned.safetensors'`,
  )
  expect(await models.explainMissing('loras', 'zzz.safetensors')).toContain('there are no files of this kind there')
})

test('a folder that cannot be listed is reported and the others still are', async () => {
  await put('a/loras', 'a file where a folder should be')
  await put('b/loras/x.safetensors')
  const { names, problems } = await library('a', 'b').list('loras')
  expect(names).toEqual(['x.safetensors'])
  expect(problems).toEqual([expect.stringContaining(join(home, 'a/loras'))])
})

test('a root that is not there is reported in a sentence', async () => {
  expect(await missingRoots([home, join(home, 'gone')])).toEqual([
    `the folder ${join(home, 'gone')} does not exist; it is ignored`,
  ])
})

test('LoadImage may name the output folder behind the file', async () => {
  const path = await put('out/cat.png')
  const pictures = openLibrary({ input: [join(home, 'in')], output: [join(home, 'out')] })
  expect((await pictures.find('input', 'cat.png [output]'))?.path).toBe(path)
  expect(await pictures.find('input', 'cat.png')).toBeNull()
})

test('latents lie among the input pictures, and each list has its own', async () => {
  await put('in/cat.png')
  const path = await put('in/fox.latent')
  const files = openLibrary({ input: [join(home, 'in')], output: [join(home, 'out')] })
  expect((await files.list('input')).names).toEqual(['cat.png'])
  expect((await files.list('latents')).names).toEqual(['fox.latent'])
  expect((await files.find('latents', 'fox.latent'))?.path).toBe(path)
  expect(await files.explainMissing('latents', 'foxes.latent')).toBe(
    `latent 'foxes.latent' is not in any input folder (searched ${join(home, 'in')}); did you mean 'fox.latent'?`,
  )
})

test('taesd is a VAE made of two files: listed and found once both are there', async () => {
  const decoder = await put('models/vae_approx/taesd_decoder.safetensors')
  await put('models/vae_approx/taesdxl_decoder.safetensors')
  await put('models/vae/mse.safetensors')
  const models = library('models')
  expect((await models.list('vae')).names).toEqual(['mse.safetensors'])
  expect(await models.find('vae', 'taesd')).toBeNull()

  const encoder = await put('models/vae_approx/taesd_encoder.safetensors')
  expect((await models.list('vae')).names).toEqual(['mse.safetensors', 'taesd'])
  expect((await models.list('loras')).names).toEqual([])
  const found = await models.find('vae', 'taesd')
  expect(found).toMatchObject({ name: 'taesd', path: decoder })
  expect(found?.members?.map(({ path }) => path)).toEqual([encoder, decoder])

  await put('models/vae_approx/taesd_encoder.safetensors', 'another one')
  expect((await models.find('vae', 'taesd'))?.fingerprint).not.toBe(found?.fingerprint)
})

test('a file of another ending with the same name is found in its place, and a sentence says so', async () => {
  const path = await put('models/checkpoints/sd/v1-5.safetensors')
  const other = await put('models/loras/cat.pt')
  const models = library('models')
  const found = await models.find('checkpoints', 'sd\\v1-5.ckpt')
  expect(found).toMatchObject({ path })
  expect(standIn('sd\\v1-5.ckpt', found!)).toMatch(/v1-5\.ckpt is not here; .*v1-5\.safetensors is used instead/)
  const lora = await models.find('loras', 'cat.safetensors')
  expect(lora).toMatchObject({ path: other, name: 'cat.pt' })
  expect(await models.find('loras', 'dog.safetensors')).toBeNull()
})

test('a file that is there is preferred to one in another format', async () => {
  const path = await put('models/vae/a.pt')
  await put('models/vae/a.safetensors')
  const found = await library('models').find('vae', 'a.pt')
  expect(found?.path).toBe(path)
  expect(standIn('a.pt', found!)).toBeNull()
})

test('the files of PyTorch are listed, as in ComfyUI', async () => {
  const names = ['a.ckpt', 'b.pt', 'c.pth', 'd.bin', 'e.safetensors', 'f.sft', 'g.PT']
  for (const name of [...names, 'notes.txt', 'config.json']) await put(`models/upscale_models/${name}`)
  expect((await library('models').list('upscale_models')).names).toEqual(names)
})
