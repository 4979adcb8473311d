import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodePng } from '../../../../engine/image/files/save-images.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import { startKrita } from './krita-client.ts'
import * as graphs from './krita-graphs.ts'

const { SIDE } = graphs
let krita: Awaited<ReturnType<typeof startKrita>>
/** What the layers of a drawing are: a picture, a hole in it, its two halves. */
const drawing = { image: 'a1', mask: 'b2' }
beforeAll(async () => {
  krita = await startKrita()
  const draw = (channels: number, value: (x: number, y: number, c: number) => number) => {
    const at = (i: number) => [Math.floor(i / channels) % SIDE, Math.floor(i / channels / SIDE), i % channels] as const
    return encodePng(
      tensor(
        [SIDE, SIDE, channels],
        new Float32Array(SIDE * SIDE * channels).map((_, i) => value(...at(i))),
      ),
    )
  }
  const isIn = (x: number, y: number) => x > 20 && x < 44 && y > 20 && y < 44
  const layers = {
    a1: await draw(3, (x, y, c) => (c === 0 ? x : y) / SIDE),
    b2: await draw(3, (x, y) => (isIn(x, y) ? 1 : 0)),
    c3: await draw(3, x => (x < 32 ? 1 : 0)),
  }
  for (const [id, png] of Object.entries(layers)) expect((await krita.put(id, Buffer.from(png))).ok).toBe(true)
})
afterAll(() => krita.close())

const sizesOf = (pictures: readonly { readonly dims: readonly number[] }[]) =>
  pictures.map(({ dims }) => `${dims[2]}×${dims[1]}`)

describe('on connecting', () => {
  test('the system, the languages and the queue are told', async () => {
    const { devices } = await krita.read('/api/system_stats')
    expect(devices[0]).toMatchObject({
      name: expect.any(String),
      type: expect.any(String),
      vram_total: expect.any(Number),
    })
    expect(await krita.read('/api/etn/languages')).toEqual([])
    expect(await krita.read('/api/queue')).toMatchObject({ queue_running: [] })
  })

  test('every node is there without which the plugin does not connect', async () => {
    const nodes = await krita.read('/api/object_info')
    for (const name of [
      ...['InpaintPreprocessor', 'DepthAnythingV2Preprocessor', 'IPAdapterModelLoader', 'IPAdapter'],
      ...['ETN_LoadImageCache', 'ETN_SaveImageCache', 'ETN_Translate', 'INPAINT_LoadFooocusInpaint'],
      ...['INPAINT_ShrinkMask', 'INPAINT_StabilizeMask', 'INPAINT_ColorMatch'],
    ])
      expect(nodes).toHaveProperty([name])
  })

  test('models are found where it looks for them', async () => {
    const options = async (node: string, input: string): Promise<string[]> => {
      const info = await krita.read(`/api/object_info/${node}`)
      const [type, more] = info[node].input.required[input]
      return type === 'COMBO' ? more.options : type
    }
    expect(await options('CheckpointLoaderSimple', 'ckpt_name')).toContain('sdxl.safetensors')
    expect(await options('ControlNetLoader', 'control_net_name')).toContain(
      'control_v11p_sd15_inpaint_fp16.safetensors',
    )
    expect(await options('IPAdapterModelLoader', 'ipadapter_file')).toContain('ip-adapter_sd15.safetensors')
    expect(await options('CLIPVisionLoader', 'clip_name')).toContain('clip-vision_vit-h.safetensors')
    expect(await options('UpscaleModelLoader', 'model_name')).toContain('4x_NMKD-Superscale-SP_178000_G.pth')
    expect(await options('INPAINT_LoadFooocusInpaint', 'head')).toContain('fooocus_inpaint_head.pth')
    expect(await options('INPAINT_LoadFooocusInpaint', 'patch')).toContain('inpaint_v26.fooocus.patch')
    expect(await options('INPAINT_LoadInpaintModel', 'model_name')).toContain('big-lama.pt')
    expect(await options('LoraLoader', 'lora_name')).toContain('Hyper-SD15-8steps-CFG-lora.safetensors')
    for (const name of [
      'dpmpp_2m',
      'euler_ancestral',
      'dpmpp_2m_sde_gpu',
      'uni_pc_bh2',
      'dpmpp_sde_gpu',
      'euler',
      'lcm',
    ])
      expect(await options('KSamplerSelect', 'sampler_name')).toContain(name)
    for (const name of ['karras', 'normal', 'sgm_uniform', 'simple'])
      expect(await options('BasicScheduler', 'scheduler')).toContain(name)
    const info = await krita.read('/api/etn/model_info/checkpoints?offset=0&limit=100')
    expect(info['sd15.safetensors']).toMatchObject({ base_model: 'sd15', is_inpaint: false })
    expect(info['sdxl.safetensors']).toMatchObject({ base_model: 'sdxl', is_inpaint: false })
  })
})

describe.each(['sd15', 'sdxl'] as const)('%s', family => {
  test('generates, several at once, in few steps and larger', async () => {
    expect(sizesOf(await krita.paint(graphs.generate(family, 2)))).toEqual(['64×64', '64×64'])
    expect(sizesOf(await krita.paint(graphs.generateFast(family)))).toEqual(['64×64'])
    expect(sizesOf(await krita.paint(graphs.generateLarge(family)))).toEqual(['128×128'])
  })

  test('refines', async () => {
    expect(sizesOf(await krita.paint(graphs.refine(family, drawing.image)))).toEqual(['64×64'])
  })

  test.each(['blur', 'border', 'neutral', 'inpaint', 'replace', 'none'] as const)(
    'paints into a hole that begins as %s, and leaves its surroundings transparent',
    async fill => {
      const pictures = await krita.paint(graphs.inpaint(family, drawing, fill))
      expect(new Set(sizesOf(pictures))).toEqual(new Set(['32×32']))
      const alpha = pictures[0]!.data.filter((_, i) => i % 4 === 3)
      expect([alpha[0], alpha[16 * 32 + 16]]).toEqual([0, 1])
    },
  )

  test('enlarges tile by tile', async () => {
    expect(sizesOf(await krita.paint(graphs.upscaleTiled(family, drawing.image)))).toEqual(['128×64'])
  })

  test('gives layers prompts of their own', async () => {
    expect(sizesOf(await krita.paint(graphs.regions(family, ['c3', 'b2'])))).toEqual(['64×64'])
  })
})

test('live painting sends the next picture when the last one is there', async () => {
  const lora = 'Hyper-SD15-8steps-CFG-lora.safetensors'
  const strokes = await Promise.all(
    [0.2, 0.8].map(async value => encodePng(tensor([SIDE, SIDE, 3], new Float32Array(SIDE * SIDE * 3).fill(value)))),
  )
  const seen = []
  for (const [i, png] of strokes.entries()) {
    await krita.put(`stroke${i}`, Buffer.from(png))
    const [picture] = await krita.paint(graphs.refine('sd15', `stroke${i}`, lora))
    seen.push(picture!.data)
  }
  expect(seen[0]).not.toEqual(seen[1])
})

test('layers have LoRAs of their own', async () => {
  const prompt = graphs.regionsWithLora('c3', 'Hyper-SD15-8steps-CFG-lora.safetensors')
  expect(sizesOf(await krita.paint(prompt))).toEqual(['64×64'])
})

test('pictures are references, and control layers, and are made from the canvas', async () => {
  expect(sizesOf(await krita.paint(graphs.references(['a1', 'c3'])))).toEqual(['64×64'])
  expect(sizesOf(await krita.paint(graphs.control('a1')))).toEqual(['80×64'])
  expect(sizesOf(await krita.paint(graphs.controlImage('a1', 'depth')))).toEqual(['64×64'])
  expect(sizesOf(await krita.paint(graphs.controlImage('a1', 'canny')))).toEqual(['64×64'])
  expect(sizesOf(await krita.paint(graphs.upscaleSimple('a1')))).toEqual(['256×256'])
})
