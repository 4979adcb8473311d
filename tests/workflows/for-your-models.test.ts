import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeSafetensors } from '../../engine/checkpoint/files/safetensors-writer.ts'
import { readImage } from '../../engine/image/files/read-image.ts'
import type { Workflow } from '../../graph/workflow.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { createExecutor } from '../../runtime/executor.ts'
import { modelsRoot } from '../../runtime/library/folders.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { goldenPath } from '../engine/networks/run-graph.ts'
import { open, ownModelNames, withLatentsOf, workflowFolder } from './open.ts'

/**
 * Workflows for files that people download run here on small ones of the same families under those names, at a small
 * size: wires, nodes and settings are what is tested, not what the real files draw.
 */
const root = await mkdtemp(join(tmpdir(), 'own-models-'))
const files = { ...modelsRoot(root), input: [workflowFolder] }
const host = new ProcessHost({ start: forkEngine, settings: { folders: files, device: 'cpu', threads: 1 } })
const executor = createExecutor(host, openLibrary(files))
afterAll(async () => {
  await host.close()
  await rm(root, { recursive: true })
})

const stands = async (place: string, golden: string) => {
  await mkdir(dirname(join(root, place)), { recursive: true })
  await symlink(goldenPath(golden), join(root, place))
}

/** A LoRA of zeros on one layer of the small UNets, whose width is in both families the same. */
async function standInLora(name: string, width: number) {
  await mkdir(join(root, 'loras'), { recursive: true })
  const layer = 'lora_unet_middle_block_1_transformer_blocks_0_attn2_to_k'
  const specs = [
    { name: `${layer}.lora_down.weight`, dtype: 'F32', shape: [2, width] },
    { name: `${layer}.lora_up.weight`, dtype: 'F32', shape: [64, 2] },
  ] as const
  await writeSafetensors(join(root, 'loras', name), specs, ({ shape }) => [new Uint8Array(4 * shape[0]! * shape[1]!)])
}

const [sd15, sdxl] = ['pipelines/tiny_sd15.safetensors', 'pipelines/tiny_sdxl.safetensors']
const checkpoints: Readonly<Record<string, string>> = {
  'v1-5-pruned-emaonly.safetensors': sd15,
  'sd_xl_base_1.0.safetensors': sdxl,
  'sd_xl_refiner_1.0.safetensors': sdxl,
  'sd_xl_turbo_1.0_fp16.safetensors': sdxl,
  'sdxl_lightning_1step_x0.safetensors': sdxl,
  'Hyper-SDXL-1step-Unet-Comfyui.fp16.safetensors': sdxl,
}
const loras: Readonly<Record<string, number>> = {
  'Hyper-SD15-1step-lora.safetensors': 24,
  'Hyper-SD15-4steps-lora.safetensors': 24,
  'Hyper-SDXL-1step-lora.safetensors': 56,
  'Hyper-SDXL-8steps-CFG-lora.safetensors': 56,
  'lcm-lora-sdxl.safetensors': 56,
  'tcd-lora-sdxl.safetensors': 56,
  'sdxl_lcm_turbomix_lora.safetensors': 56,
}
beforeAll(async () => {
  for (const [name, golden] of Object.entries(checkpoints)) await stands(join('checkpoints', name), golden)
  await stands('diffusion_models/sdxl_lightning_4step_unet.safetensors', sdxl)
  await stands('ipadapter/ip-adapter-plus_sd15.safetensors', 'nets/ipadapter_plus.weights.safetensors')
  await stands('clip_vision/CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors', 'nets/clip_vision.weights.safetensors')
  for (const [name, width] of Object.entries(loras)) await standInLora(name, width)
})

test.each(ownModelNames)('%s draws a picture', async name => {
  const { specs } = await host.facts()
  const small = (workflow: Workflow) => withLatentsOf(64, workflow, specs)
  const events: RunEvent[] = []
  const { status } = await executor.run({
    plan: open(name, specs, small).plan,
    folders: { output: join(root, 'output'), temp: root },
    metadata: () => ({}),
    signal: new AbortController().signal,
    on: event => events.push(event),
  })
  expect(events.flatMap(event => (event.kind === 'error' ? [event.error.message] : []))).toEqual([])
  expect(status).toBe('done')
  const [path] = events.flatMap(event => (event.kind === 'image' ? [event.image.path] : []))
  expect((await readImage(path!)).image.dims).toEqual([1, 64, 64, 3])
})
