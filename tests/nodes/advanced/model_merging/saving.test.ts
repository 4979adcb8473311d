import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { latentNumbers } from '../../../../engine/checkpoint/family.ts'
import { fileRef, openSafetensors, type TensorInfo } from '../../../../engine/checkpoint/files/safetensors.ts'
import { sha256Of } from '../../../../engine/checkpoint/files/sha256.ts'
import { loadCheckpoint, loadClip, loadUnet, loadVae } from '../../../../engine/pipeline/load.ts'
import { applyLora } from '../../../../engine/pipeline/loras.ts'
import { mergeClips, mergeModels } from '../../../../engine/pipeline/merge.ts'
import { encodePrompt } from '../../../../engine/pipeline/text/encode-prompt.ts'
import type { Conditioning, Model } from '../../../../engine/pipeline/types.ts'
import { decodeLatent } from '../../../../engine/pipeline/vae/vae.ts'
import { vaeNetwork } from '../../../../engine/pipeline/vae/vae-network.ts'
import { openFile } from '../../../../engine/recognise/open-file.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import checkpointSave from '../../../../nodes/advanced/model_merging/checkpoint-save.ts'
import clipSave from '../../../../nodes/advanced/model_merging/clip-save.ts'
import lorasInWeights from '../../../../nodes/advanced/model_merging/loras-in-weights.ts'
import modelMergeBlocks from '../../../../nodes/advanced/model_merging/model-merge-blocks.ts'
import modelMergeSimple from '../../../../nodes/advanced/model_merging/model-merge-simple.ts'
import modelSave from '../../../../nodes/advanced/model_merging/model-save.ts'
import vaeSave from '../../../../nodes/advanced/model_merging/vae-save.ts'
import { goldenPath } from '../../../engine/networks/run-graph.ts'
import { readGolden } from '../../../goldens/read.ts'
import { testContext } from '../../context.ts'
import { cases, drawCase, empty } from '../../draw-case.ts'

let output: string
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const golden = async (name: string) => fileRef(goldenPath(`pipelines/${name}.safetensors`))
const contextIn = (folder: string) =>
  testContext({
    sessions,
    folders: { output: join(output, folder), temp: '' },
    metadata: { prompt: '{"3":{}}', workflow: '{"nodes":[]}' },
  })

beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'leapgraph-save-'))
})
afterAll(async () => {
  await sessions.close()
  await rm(output, { recursive: true })
})

/** The latent of one step. */
async function drawn(model: Model, positive: Conditioning) {
  const c = { ...cases[0]!, steps: 1, cfg: 1 }
  const start = { model, positive, negative: positive, latent: empty(1) }
  return (await drawCase(c, start, contextIn('unused'))).latent.samples.data
}
const largest = (values: Float32Array) => Math.max(...values.map(Math.abs))
const off = (a: Float32Array, b: Float32Array) => largest(a.map((value, i) => value - b[i]!)) / largest(b)

test('a merge and a LoRA that are saved give the picture of their preview', async () => {
  const parts = await loadCheckpoint(await golden('tiny_sd15'))
  const { model: merged } = await mergeModels(parts.model, await loadUnet(await golden('tiny_sd15_b')), [
    { prefix: '', own: 0.4, other: 0.6 },
  ])
  const { clip: half } = await mergeClips(parts.clip, parts.clip, [{ prefix: '', own: 0.5, other: 0.5 }])
  const lora = await golden('lora_unet_te')
  const { model, clip } = await applyLora({ model: merged, clip: half }, lora, { model: 0.7, clip: 0.6 })
  const context = contextIn('merged')
  await checkpointSave.run({ model: model!, clip: clip!, vae: parts.vae, filename_prefix: 'checkpoints/mine' }, context)
  const path = join(output, 'merged/checkpoints/mine_00001_.safetensors')
  expect(context.notices).toEqual([`The checkpoint was saved as ${path}.`])

  const saved = await loadCheckpoint(await fileRef(path))
  const encode = (clip: typeof saved.clip) => encodePrompt(clip, 'a photo of a (cat:1.2)', context)
  const [before, after] = [await encode(clip!), await encode(saved.clip)]
  expect(off(after[0]!.embedding.data, before[0]!.embedding.data)).toBeLessThan(1e-5)
  expect(off(await drawn(saved.model, after), await drawn(model!, before))).toBeLessThan(1e-5)
})

test('with LoRAs in the weights a merge that is saved gives the numbers of its preview bit for bit, and says what it is made of', async () => {
  const parts = await loadCheckpoint(await golden('tiny_sd15'))
  const lora = await golden('lora_unet_te')
  const { model: first } = await applyLora({ model: parts.model }, lora, { model: 0.5, clip: 0 })
  const shares = [
    { prefix: '', own: 0.4, other: 0.6 },
    { prefix: 'middle', own: 0.1, other: 0.9 },
  ]
  const { model: merged } = await mergeModels(first!, await loadUnet(await golden('tiny_sd15_b')), shares)
  const { model } = await applyLora({ model: merged }, lora, { model: 0.7, clip: 0 })
  const preview = (await lorasInWeights.run({ model: model! }, contextIn('exact'))).MODEL
  await modelSave.run({ model: preview, filename_prefix: 'exact' }, contextIn('exact'))
  await modelSave.run({ model: model!, filename_prefix: 'branches' }, contextIn('exact'))
  const path = join(output, 'exact/exact_00001_.safetensors')
  const prompt = await encodePrompt(parts.clip, 'a cat', contextIn('exact'))
  expect(await drawn(await loadUnet(await fileRef(path)), prompt)).toEqual(await drawn(preview, prompt))

  const { metadata, tensors } = await openSafetensors(path)
  expect(JSON.parse(metadata['leapgraph.recipe']!)).toEqual({
    unet: {
      merge: {
        first: { file: 'tiny_sd15.safetensors', loras: [{ file: 'lora_unet_te.safetensors', strength: 0.5 }] },
        second: { file: 'tiny_sd15_b.safetensors' },
        shares,
      },
      loras: [{ file: 'lora_unet_te.safetensors', strength: 0.7 }],
    },
  })
  const names = ['tiny_sd15', 'lora_unet_te', 'tiny_sd15_b'].map(name => `${name}.safetensors`)
  expect(metadata['modelspec.merged_from']).toBe(names.join(', '))
  const hashes = names.map(name => sha256Of(goldenPath(`pipelines/${name}`)))
  expect(JSON.parse(metadata['leapgraph.sources']!)).toEqual(
    (await Promise.all(hashes)).map((sha256, i) => ({ file: names[i], sha256 })),
  )
  // With or without the node, the same weights are saved.
  const other = await openSafetensors(join(output, 'exact/branches_00001_.safetensors'))
  const [a, b] = [await readFile(path), await readFile(other.path)]
  const bytes = (file: Buffer, { offset, length }: TensorInfo) => file.subarray(offset, offset + length)
  const changed = [...tensors].filter(([name, info]) => !bytes(a, info).equals(bytes(b, other.tensors.get(name)!)))
  expect(changed).toEqual([])
})

test('shares and strengths are moved without a new session', async () => {
  const parts = await loadCheckpoint(await golden('tiny_sd15'))
  const other = await loadUnet(await golden('tiny_sd15_b'))
  const lora = await golden('lora_unet_te')
  const own = new Sessions({ device: 'cpu', threads: 1 })
  const context = testContext({ sessions: own })
  const prompt = await encodePrompt(parts.clip, 'a cat', context)
  const made: number[] = []
  const pictures: Float32Array[] = []
  for (const ratio of [0.2, 0.5, 1, 0]) {
    const { MODEL: merged } = await modelMergeSimple.run({ model1: parts.model, model2: other, ratio }, context)
    const { MODEL: blocks } = await modelMergeBlocks.run(
      { model1: merged, model2: parts.model, input: ratio, middle: 1 - ratio, out: 0.5 },
      context,
    )
    const { model } = await applyLora({ model: blocks }, lora, { model: ratio, clip: 0 })
    const c = { ...cases[0]!, steps: 1, cfg: 1 }
    const start = { model: model!, positive: prompt, negative: prompt, latent: empty(1) }
    pictures.push((await drawCase(c, start, context)).latent.samples.data)
    made.push(own.timings.reduce((sum, { created }) => sum + created, 0))
  }
  await own.close()
  expect(new Set(made).size).toBe(1)
  expect(new Set(pictures.map(String)).size).toBe(4)
})

test('what nothing changes is saved bit for bit under the keys that ComfyUI writes, with the workflow', async () => {
  const source = await openSafetensors(goldenPath('pipelines/tiny_sdxl.safetensors'))
  const { model, clip, vae } = await loadCheckpoint(await golden('tiny_sdxl'))
  const { clip: still } = await applyLora({ clip }, await golden('lora_unet_te'), { model: 0, clip: 0 }).catch(() => ({
    clip,
  }))
  await checkpointSave.run({ model, clip: still!, vae, filename_prefix: 'ComfyUI' }, contextIn('plain'))
  const saved = await openSafetensors(join(output, 'plain/ComfyUI_00001_.safetensors'))
  expect(saved.metadata).toEqual({
    ...Object.fromEntries(Object.entries(source.metadata).filter(([key]) => key.includes('.'))),
    'modelspec.architecture': 'stable-diffusion-xl-v1-base',
    'modelspec.sai_model_spec': '1.0.0',
    'modelspec.implementation': 'sgm',
    'modelspec.title': 'ComfyUI 1',
    'modelspec.predict_key': 'epsilon',
    'leapgraph.recipe':
      '{"unet":{"file":"tiny_sdxl.safetensors"},"clipL":{"file":"tiny_sdxl.safetensors"},"clipG":{"file":"tiny_sdxl.safetensors"},"vae":{"file":"tiny_sdxl.safetensors"}}',
    'leapgraph.sources': JSON.stringify([{ file: 'tiny_sdxl.safetensors', sha256: await sha256Of(source.path) }]),
    prompt: '{"3":{}}',
    workflow: '{"nodes":[]}',
  })
  expect([...saved.tensors.keys()].toSorted()).toEqual([...source.tensors.keys()].toSorted())
  const [before, after] = [await readFile(source.path), await readFile(saved.path)]
  const bytes = (file: Buffer, { offset, length }: TensorInfo) => file.subarray(offset, offset + length)
  const moved = [...source.tensors].filter(
    ([name, info]) => bytes(before, info).compare(bytes(after, saved.tensors.get(name)!)) !== 0,
  )
  expect(moved).toEqual([])
})

test('text encoders are saved one by one, and load as before', async () => {
  const context = contextIn('clips')
  const { clip } = await loadCheckpoint(await golden('tiny_sdxl'))
  for (let time = 0; time < 2; time++) await clipSave.run({ clip, filename_prefix: 'clip/mine' }, context)
  expect((await readdir(join(output, 'clips/clip'))).toSorted()).toEqual(
    ['clip_g_00001_', 'clip_g_00002_', 'clip_l_00001_', 'clip_l_00002_'].map(name => `mine_${name}.safetensors`),
  )
  const saved = ['l', 'g'].map(kind => fileRef(join(output, `clips/clip/mine_clip_${kind}_00001_.safetensors`)))
  const again = await loadClip(...(await Promise.all(saved)))
  expect(await encodePrompt(again, 'a cat', context)).toEqual(await encodePrompt(clip, 'a cat', context))
})

test('a UNet alone and a VAE alone load as such', async () => {
  const context = contextIn('alone')
  const { model, vae } = await loadCheckpoint(await golden('tiny_sd15'))
  await modelSave.run({ model, filename_prefix: 'unet' }, context)
  await vaeSave.run({ vae, filename_prefix: 'vae' }, context)
  const unet = await loadUnet(await fileRef(join(output, 'alone/unet_00001_.safetensors')))
  expect(unet.sampling).toEqual(model.sampling)
  const network = await vaeNetwork(await loadVae(await fileRef(join(output, 'alone/vae_00001_.safetensors'))), 'decode')
  expect(network([1, 4, 8, 8]).build().outputs).toHaveLength(1)
})

test.each([16, 32])('a model and a VAE for latents of %i channels stay what they are', async channels => {
  const context = contextIn(`wide${channels}`)
  const file = await fileRef(goldenPath(`nets/wide_latents_${channels}.weights.safetensors`))
  const { vae } = await loadCheckpoint(file)
  const renamed = { ...file, name: 'sdxl-sd3.safetensors', path: join(output, `sdxl-sd3-${channels}.safetensors`) }
  await copyFile(file.path, renamed.path)
  const model = await loadUnet(renamed)
  await modelSave.run({ model, filename_prefix: 'unet' }, context)
  await vaeSave.run({ vae, filename_prefix: 'vae' }, context)
  const saved = async (name: string) => fileRef(join(output, `wide${channels}/${name}_00001_.safetensors`))
  const { description } = await openFile(await saved('unet'))
  expect([description.latents, description.latentNumbers]).toEqual(
    channels === 16
      ? ['sd3', { channels: 16, scale: 1.5305, shift: 0.0609 }]
      : ['flux2', { channels: 32, scale: 1, shift: 0 }],
  )
  const latent = { samples: readGolden(`nets/wide_latents_${channels}.io.safetensors`).get('z')! }
  const [before, after] = [vae, await loadVae(await saved('vae'))].map(vae => decodeLatent(vae, latent, context))
  expect((await after!).data).toEqual((await before!).data)
})

test('v-prediction and zero terminal SNR are marked in the file', async () => {
  const { model } = await loadCheckpoint(await golden('tiny_sd15'))
  const v: Model = { ...model, sampling: { prediction: 'v_prediction', timesteps: 'full', zsnr: true } }
  await modelSave.run({ model: v, filename_prefix: 'v' }, contextIn('v'))
  expect((await loadUnet(await fileRef(join(output, 'v/v_00001_.safetensors')))).sampling).toEqual(v.sampling)
})

test('a flow is named in the metadata of the file, without its shift', async () => {
  const { model } = await loadCheckpoint(await golden('tiny_sd15'))
  const flow: Model = { ...model, sampling: { prediction: 'flow', shift: 5 } }
  await modelSave.run({ model: flow, filename_prefix: 'flow' }, contextIn('flow'))
  const saved = await loadUnet(await fileRef(join(output, 'flow/flow_00001_.safetensors')))
  expect(saved.sampling).toEqual({ prediction: 'flow', shift: 3 })
})

test('a small replacement for a VAE cannot be saved, and nothing is left behind by a save that ends early', async () => {
  const context = contextIn('refused')
  const { model, clip } = await loadCheckpoint(await golden('tiny_sd15'))
  const file = await golden('tiny_sd15')
  const tiny = { kind: 'taesd', name: 'taesd', decode: file, latents: latentNumbers.sd } as const
  const save = { model, clip, vae: tiny, filename_prefix: 'checkpoint' }
  await expect(checkpointSave.run(save, context)).rejects.toThrow('taesd is a small replacement for a VAE')

  const gone = { ...context, signal: AbortSignal.abort(new Error('cancelled')) }
  await expect(modelSave.run({ model, filename_prefix: 'gone' }, gone)).rejects.toThrow('cancelled')
  expect(await readdir(join(output, 'refused'))).toEqual([])
})
