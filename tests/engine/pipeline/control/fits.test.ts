import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { checkFits } from '../../../../engine/pipeline/control/fits.ts'
import { loadControlNet } from '../../../../engine/pipeline/control/load.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import { zeros } from '../../../../engine/tensor/tensor.ts'
import { builtIn } from '../../checkpoint/files.ts'
import { goldenPath } from '../../networks/run-graph.ts'
import { type Content, model, netPath, netTensors, writeTensors } from './control.ts'

const folder = await mkdtemp(join(tmpdir(), 'control-fits-'))
afterAll(() => rm(folder, { recursive: true }))
const write = (name: string, contents: ReadonlyMap<string, Content>) => writeTensors(join(folder, name), contents)
const golden = (name: string) => fileRef(goldenPath(name))

const checked = async (name: string, of = model) =>
  checkFits(await loadControlNet(await golden(name)), await unetNetwork(of))

test('a ControlNet fits the model it was made for', async () => {
  await expect(checked('nets/controlnet_sd1.weights.safetensors')).resolves.toBeUndefined()
})

test('a ControlNet for another family is refused before anything runs, naming both files', async () => {
  await expect(checked('nets/control_sdxl_mid.weights.safetensors')).rejects.toThrow(
    /control_sdxl_mid\.weights\.safetensors does not fit tiny_sd15\.safetensors: it was made for SDXL/,
  )
  await expect(checked('nets/control_t2i_xl.weights.safetensors')).rejects.toThrow('it was made for SDXL')
})

test('a ControlNet for another model of the same family is refused for its prompts or its channels', async () => {
  const { model: micro } = await loadCheckpoint(await fileRef(builtIn('checkpoints/micro-sd.safetensors')))
  await expect(checked('nets/controlnet_sd1.weights.safetensors', micro)).rejects.toThrow(
    'prompts of 24 values per token',
  )
  await expect(checked('nets/control_t2i_full.weights.safetensors', micro)).rejects.toThrow(
    /4 of its results do not fit the model, for example the one for input\.2 \(32 channels\)/,
  )
})

test('a difference to another model, or factors for one, are refused with their number and an example', async () => {
  const { model: micro } = await loadCheckpoint(await fileRef(builtIn('checkpoints/micro-sd.safetensors')))
  const marker = zeros([1])
  const diff = await write('diff.safetensors', new Map<string, Content>([...netTensors, ['difference', marker]]))
  await expect(loadControlNet(diff, micro)).rejects.toThrow(
    /diff\.safetensors does not fit micro-sd\.safetensors: \d+ of the \d+ weights it changes have another shape in the model, for example /,
  )
  const factors = new Map<string, Content>([...netTensors, ['lora_controlnet', marker]])
  factors.set('time_embed.0.down', zeros([4, 7])).set('time_embed.0.up', zeros([128, 4]))
  const net = await loadControlNet(await write('factors.safetensors', factors))
  await expect(checkFits(net, await unetNetwork(model))).rejects.toThrow(
    '1 of the 1 weights it changes have another shape in the model, for example time_embed.0.weight, which is [128,32]',
  )
})

test('a ControlNet that lacks layers is refused when it is loaded, with their number and an example', async () => {
  const rest = new Map([...netTensors].filter(([key]) => !/^zero_convs\.[45]\./.test(key)))
  await expect(write('cut.safetensors', rest).then(file => loadControlNet(file))).rejects.toThrow(
    'cut.safetensors is incomplete: 2 of the weights it needs are missing, for example zero_convs.4.0.weight',
  )
})

test('a truncated file is refused', async () => {
  const path = join(folder, 'truncated.safetensors')
  await writeFile(path, (await readFile(netPath)).subarray(0, 1_000_000))
  await expect(loadControlNet(await fileRef(path))).rejects.toThrow('truncated.safetensors')
})
