import { readFile } from 'node:fs/promises'
import type { FileRef } from '../../../../engine/checkpoint/files/file-ref.ts'
import {
  fileRef,
  openSafetensors,
  readTensorAt,
  type TensorInfo,
} from '../../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import type { Conditioning, ControlNet, ControlUse, Model } from '../../../../engine/pipeline/types.ts'
import { denoiser } from '../../../../engine/pipeline/unet/denoiser.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import type { Sessions } from '../../../../engine/runtime/sessions.ts'
import { map, type Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { goldenPath } from '../../networks/run-graph.ts'

/** A small random ControlNet on the small random checkpoint, and what ComfyUI makes of both (goldens/README.md, nets/). */
export const io = readGolden('nets/controlnet_sd1.io.safetensors')
export const netPath = goldenPath('nets/controlnet_sd1.weights.safetensors')
export const basePath = goldenPath('pipelines/tiny_sd15.safetensors')
export const { model } = await loadCheckpoint(await fileRef(basePath))
export const hint = map(io.get('percent.hint_image_bhwc_u8')!, v => v / 255)

/** A use of a net, of the golden picture at strength 1 all the way unless said otherwise. */
export const using = (control: ControlNet, use: Partial<ControlUse> = {}): ControlUse => ({
  control,
  picture: hint,
  strength: 1,
  range: { start: 0, end: 1 },
  ...use,
})

interface Asked {
  readonly of: Model
  readonly x: Tensor
  readonly embedding: Tensor
}

/** D(x; σ), steered; of the golden x and prompt unless said otherwise. */
export async function denoised(
  sessions: Sessions,
  controls: readonly ControlUse[],
  sigma: number,
  { of = model, x = io.get('percent.x')!, embedding = io.get('percent.context')! }: Partial<Asked> = {},
): Promise<Tensor> {
  const prompt: Conditioning = [{ embedding, controls }]
  const { denoise } = denoiser(sessions, await unetNetwork(of), { kind: 'basic', model: of, positive: prompt })
  return denoise(x, sigma)
}

/** One tensor of a file that is to be written: the bytes it had elsewhere, or numbers. */
export type Content = TensorInfo | Tensor

/** Writes a file of tensors taken from others or made up, the latter in float32. */
export async function writeTensors(
  path: string,
  contents: ReadonlyMap<string, Content>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<FileRef> {
  const files = new Map<string, Buffer>()
  for (const content of contents.values())
    if ('path' in content && !files.has(content.path)) files.set(content.path, await readFile(content.path))
  const specs = [...contents].map(([name, content]) =>
    'path' in content ? { ...content, name } : { name, dtype: 'F32' as const, shape: content.dims },
  )
  const bytesOf = ({ name }: { name: string }) => {
    const content = contents.get(name)!
    if (!('path' in content))
      return [new Uint8Array(content.data.buffer, content.data.byteOffset, content.data.byteLength)]
    return [files.get(content.path)!.subarray(content.offset, content.offset + content.length)]
  }
  await writeSafetensors(path, specs, bytesOf, metadata)
  return fileRef(path)
}

/** The golden net's tensors, without `control_model.`, and the checkpoint's UNet's. */
export const netTensors = await below(netPath, 'control_model.')
export const unetTensors = await below(basePath, 'model.diffusion_model.')
export const metadata = { 'unet.num_heads': '4' }

async function below(path: string, prefix: string): Promise<Map<string, TensorInfo>> {
  const { tensors } = await openSafetensors(path)
  const own = [...tensors].filter(([key]) => key.startsWith(prefix))
  return new Map(own.map(([key, info]) => [key.slice(prefix.length), info]))
}

/** What the net has more than the UNet at one weight. */
export async function difference(key: string): Promise<Tensor> {
  const [own, base] = [await readTensorAt(netTensors.get(key)!), await readTensorAt(unetTensors.get(key)!)]
  return { dims: own.dims, data: own.data.map((v, i) => v - base.data[i]!) }
}
