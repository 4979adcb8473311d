import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readExtraModelPaths } from '../../../runtime/library/extra-model-paths.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'extra-'))
})
afterEach(() => rm(home, { recursive: true }))

async function read(yaml: string) {
  const file = join(home, 'extra_model_paths.yaml')
  await writeFile(file, yaml)
  return readExtraModelPaths(file)
}

test("ComfyUI's own example for an A1111 installation is understood", async () => {
  const { last } = await read(`
a111:
    base_path: /srv/stable-diffusion-webui/

    checkpoints: models/Stable-diffusion
    configs: models/Stable-diffusion
    vae: models/VAE
    loras: |
         models/Lora
         models/LyCORIS
    embeddings: embeddings
#other_ui:
#    base_path: path/to/ui
`)
  expect(last.checkpoints).toEqual(['/srv/stable-diffusion-webui/models/Stable-diffusion'])
  expect(last.loras).toEqual(['/srv/stable-diffusion-webui/models/Lora', '/srv/stable-diffusion-webui/models/LyCORIS'])
  expect(last.base_path).toBeUndefined()
})

test('a relative base path starts at the file, `~` at home, and old keys get their present name', async () => {
  const { last } = await read('one:\n  base_path: comfy\n  unet: models/unet\ntwo:\n  clip: ~/clip\n')
  expect(last.diffusion_models).toEqual([join(home, 'comfy/models/unet')])
  expect(last.text_encoders).toEqual([join(homedir(), 'clip')])
})

test('sections that say is_default are kept apart, to be searched first', async () => {
  const { first, last } = await read('a:\n  is_default: true\n  loras: /a\nb:\n  loras: /b\n')
  expect(first).toEqual({ loras: ['/a'] })
  expect(last).toEqual({ loras: ['/b'] })
})

test('an empty file names no folders', async () => {
  expect(await read('# nothing yet\n')).toEqual({ first: {}, last: {} })
})

test.each([
  ['checkpoints: [a, b]', /checkpoints/],
  ['a:\n  loras: [x, y]\n', /a\.loras/],
  ['a: "unclosed', /cannot be read as YAML/],
])('what is not such a file is refused with its name and the place: %j', async (yaml, message) => {
  await expect(read(yaml)).rejects.toThrow(message)
  await expect(read(yaml)).rejects.toThrow(home)
})

test('a file that is much longer than a list of folders is refused', async () => {
  await expect(read(`a:\n  x: ${'[ '.repeat(60_000)}`)).rejects.toThrow('a list of folders has at most 20000')
})

test('a file that does not exist is refused as such', async () =>
  await expect(readExtraModelPaths(join(home, 'none.yaml'))).rejects.toThrow(/none\.yaml does not exist$/))
