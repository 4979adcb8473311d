/**
 * ComfyUI's .latent files: safetensors with the samples under `latent_tensor` and an empty `latent_format_version_0`.
 * Older files without that key hold latents in the model's scale, which are multiplied by 1/0.18215.
 */
import { basename } from 'node:path'
import { CheckpointError } from '../../errors.ts'
import { map, type Tensor } from '../../tensor/tensor.ts'
import { openSafetensors, readTensor } from './safetensors.ts'
import { headerBytes } from './safetensors-writer.ts'

/** @param metadata  keyword → JSON text: the workflow */
export function encodeLatent({ dims, data }: Tensor, metadata: Readonly<Record<string, string>>): Buffer {
  const header = headerBytes(
    [
      { name: 'latent_format_version_0', dtype: 'F32', shape: [0] },
      { name: 'latent_tensor', dtype: 'F32', shape: dims },
    ],
    metadata,
  )
  return Buffer.concat([header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)])
}

/**
 * @returns [N, C, h, w] in VAE scale
 * @throws  CheckpointError naming the file when it is not a .latent file, or its latents are not those of pictures
 */
export async function readLatent(path: string): Promise<Tensor> {
  const file = await openSafetensors(path)
  if (!file.tensors.has('latent_tensor'))
    throw new CheckpointError(
      'missing-tensor',
      path,
      `${basename(path)} does not hold a latent: expected a file that SaveLatent saved, with a tensor latent_tensor`,
    )
  const samples = await readTensor(file, 'latent_tensor')
  if (samples.dims.length !== 4 || samples.dims.includes(0))
    throw new CheckpointError(
      'wrong-family',
      path,
      `${basename(path)} holds a latent of shape [${samples.dims}]; expected the latent of pictures, [N, C, h, w]`,
    )
  return file.tensors.has('latent_format_version_0') ? samples : map(samples, value => value / 0.18215)
}
