import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadControlNet } from '../../../../engine/pipeline/control/load.ts'
import { steering } from '../../../../engine/pipeline/control/steer.ts'
import { setPictureKind } from '../../../../engine/pipeline/control/union.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import type { ControlNet, EncodedPrompt, Model } from '../../../../engine/pipeline/types.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { map, type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'
import {
  type Content,
  denoised,
  difference,
  io,
  metadata,
  model,
  netTensors,
  unetTensors,
  using,
  writeTensors,
} from './control.ts'

/** The same ControlNet, kept in a file in every way there is, steers the same; others against diffusers. */
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const folder = await mkdtemp(join(tmpdir(), 'control-'))
afterAll(async () => {
  await sessions.close()
  await rm(folder, { recursive: true })
})
const write = (name: string, contents: ReadonlyMap<string, Content>) =>
  writeTensors(join(folder, `${name}.safetensors`), contents, metadata)
const renamed = (name: (key: string) => string) => new Map([...netTensors].map(([key, info]) => [name(key), info]))
const marker = (): Content => tensor([1], Float32Array.of(0))

const expected = io.get('percent.0.7.0.0.1.0.2.0.denoised')!
const expectSameSteering = async (net: ControlNet, of = model) =>
  expectClose(await denoised(sessions, [using(net, { strength: 0.7 })], 2, { of }), expected, 1e-4)

describe('the golden ControlNet', () => {
  test('without a prefix', async () => {
    await expectSameSteering(await loadControlNet(await write('plain', netTensors)))
  })

  test('in diffusers’ names', async () => {
    const { names } = readGoldenJson<{ names: Record<string, string> }>('nets/controlnet_sd1_diffusers.key_names.json')
    const theirs = new Map(Object.entries(names).map(([diffusers, ldm]) => [ldm, diffusers]))
    const net = await loadControlNet(
      await write(
        'diffusers',
        renamed(key => theirs.get(key)!),
      ),
    )
    await expectSameSteering(net)
  })

  test('as the difference to a model', async () => {
    const contents = new Map<string, Content>([['difference', marker()]])
    for (const [key, info] of netTensors)
      contents.set(`control_model.${key}`, unetTensors.has(key) ? await difference(key) : info)
    const file = await write('difference', contents)
    await expectSameSteering(await loadControlNet(file, model))
    await expect(loadControlNet(file)).rejects.toThrow('Load ControlNet Model (diff)')
  })

  test('as a Control-LoRA', async () => {
    const contents = new Map<string, Content>([['lora_controlnet', marker()]])
    for (const [key, info] of netTensors) {
      const layer = /^(.+)\.weight$/.exec(key)?.[1]
      if (layer && info.shape.length > 1 && unetTensors.has(key)) {
        const down = await difference(key)
        contents.set(`${layer}.down`, down).set(`${layer}.up`, identity(down.dims))
      } else contents.set(key, info)
    }
    await expectSameSteering(await loadControlNet(await write('lora', contents)))
  })

  test('that copies colours adds the same values at all pixels', async () => {
    const net = await loadControlNet(await write('net_shuffle_fp16', netTensors))
    const added = await residuals(
      net,
      model,
      { x: io.get('0.x')!, t: 500, context: io.get('0.context')! },
      goldenHint(),
    )
    const golden = io.get('0.control.output.3')!
    const [, c, h, w] = golden.dims as [number, number, number, number]
    const means = Array.from({ length: c }, (_, i) => golden.data.subarray(i * h * w, (i + 1) * h * w)).map(
      plane => plane.reduce((a, b) => a + b) / plane.length,
    )
    const everywhere = Float32Array.from({ length: golden.data.length }, (_, i) => means[Math.floor(i / (h * w))]!)
    expectClose(added.get('skip.3')!, tensor(golden.dims, everywhere), 1e-5)
  })
})

/** up, so that up·down is down: [out, out], with as many trailing ones as the weight has. */
function identity([out = 0, , ...rest]: readonly number[]): Tensor {
  const data = Float32Array.from({ length: out * out }, (_, i) => (i % (out + 1) === 0 ? 1 : 0))
  return tensor([out, out, ...rest.map(() => 1)], data)
}

const goldenHint = (): Tensor => {
  const { dims, data } = io.get('0.hint_u8')!
  const [, c, h, w] = dims as [number, number, number, number]
  return tensor(
    [1, h, w, c],
    Float32Array.from({ length: data.length }, (_, i) => data[(i % c) * h * w + Math.floor(i / c)]! / 255),
  )
}

interface Input {
  readonly x: Tensor
  readonly t: number
  readonly context: Tensor
  readonly pooled?: Tensor
}

/** What a net has the UNet add, by place. */
async function residuals(control: ControlNet, of: Model, { x, t, context, pooled }: Input, picture: Tensor) {
  const prompt: EncodedPrompt = { embedding: context, controls: [using(control, { picture })] }
  const steer = steering(sessions, await unetNetwork(of), modelSampling(of.sampling))
  return steer([prompt], { sigma: 1, t })([{ x, row: 0, prompt, pooled }])
}

describe('ControlNets that diffusers made (goldens/make/control-forms.py)', () => {
  const forms = readGolden('nets/control_forms.io.safetensors')
  const sdxl = fileRef(goldenPath('pipelines/tiny_sdxl.safetensors')).then(loadCheckpoint)
  const net = async (name: string) =>
    loadControlNet(await fileRef(goldenPath(`nets/control_${name}.weights.safetensors`)))
  const inputOf = (name: string): Input => ({
    x: forms.get(`${name}.x`)!,
    t: forms.get(`${name}.t`)!.data[0]!,
    context: forms.get(`${name}.context`)!,
    ...(forms.has(`${name}.y`) && { pooled: forms.get(`${name}.y`)! }),
  })
  const pictureOf = (name: string) => map(forms.get(`${name}.picture_u8`)!, v => v / 255)

  test.each(['sdxl_mid', 'sdxl_small'])('an SDXL ControlNet with fewer layers than the model (%s)', async name => {
    const added = await residuals(await net(name), (await sdxl).model, inputOf(name), pictureOf(name))
    expect(added.size).toBe(10)
    for (let i = 0; i < 9; i++) expectClose(added.get(`skip.${i}`)!, forms.get(`${name}.residual.${i}`)!, 1e-4)
    expectClose(added.get('middle')!, forms.get(`${name}.residual.9`)!, 1e-4)
  })

  test.each([
    ['t2i_full', 1],
    ['t2i_full', 0.5],
    ['t2i_xl', 1],
    ['t2i_xl', 0.5],
  ])('a T2I-Adapter steers the UNet (%s at %d)', async (name, strength) => {
    const of = name === 't2i_xl' ? (await sdxl).model : model
    const input = inputOf(name)
    const added = await residuals(await net(name), of, input, pictureOf(name))
    const scaled = [...added].map(([place, residual]) => [place, map(residual, v => v * strength)] as const)
    const request = (await unetNetwork(of)).request(
      input.x.dims,
      input.context.dims,
      scaled.map(([place, { dims }]) => [place, dims]),
    )
    const { prediction } = await sessions.run(request, {
      x: input.x,
      timestep: tensor([1], Float32Array.of(input.t)),
      context: input.context,
      ...(input.pooled && { pooled: input.pooled }),
      ...Object.fromEntries(scaled.map(([place, residual]) => [`control.${place}`, residual])),
    })
    expectClose(prediction!, forms.get(`${name}.out.${strength.toFixed(1)}`)!, 1e-4)
  })

  test.each(['auto', 'depth'] as const)('a union with the image kind %s', async kind => {
    const told = await setPictureKind(await net('union'), kind)
    const added = await residuals(told, model, inputOf('union'), pictureOf('union'))
    for (const [i, residual] of [...added.values()].entries())
      expectClose(residual, forms.get(`union.${kind}.residual.${i}`)!, 1e-4)
  })

  test('a T2I-Adapter runs once for all steps', async () => {
    const before = sessions.timings.filter(({ label }) => label.startsWith('T2I')).reduce((n, { runs }) => n + runs, 0)
    const prompt = { embedding: forms.get('t2i_full.context')!, controls: [using(await net('t2i_full'))] }
    const steer = steering(sessions, await unetNetwork(model), modelSampling(model.sampling))
    const image = { x: forms.get('t2i_full.x')!, row: 0, prompt, pooled: undefined }
    for (const sigma of [10, 5, 1]) await steer([prompt], { sigma, t: 100 })([image, image])
    const after = sessions.timings.filter(({ label }) => label.startsWith('T2I')).reduce((n, { runs }) => n + runs, 0)
    expect(after - before).toBe(1)
  })
})
