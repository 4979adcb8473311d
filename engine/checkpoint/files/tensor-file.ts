import { basename } from 'node:path'
import { CheckpointError } from '../../errors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { openSafetensors, readTensor } from './safetensors.ts'
import { headerBytes } from './safetensors-writer.ts'

/** Pictures that an IP-Adapter's encoder read, as a file: safetensors with one tensor. */
const NAME = 'embeds'

/** @param metadata  keyword → JSON text: the workflow */
export function encodeTensor({ dims, data }: Tensor, metadata: Readonly<Record<string, string>>): Buffer {
  const header = headerBytes([{ name: NAME, dtype: 'F32', shape: dims }], metadata)
  return Buffer.concat([header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)])
}

/** @throws CheckpointError naming the file when it does not hold encoded pictures */
export async function readTensorFile(path: string): Promise<Tensor> {
  const file = await openSafetensors(path).catch(cause => {
    throw new CheckpointError(
      'unreadable',
      path,
      `${basename(path)} cannot be read as encoded pictures: save them with IPAdapter Save Embeds of Leapgraph; ComfyUI's own .ipadpt files hold a bare PyTorch tensor`,
      { cause },
    )
  })
  if (file.tensors.has(NAME)) return readTensor(file, NAME)
  throw new CheckpointError(
    'missing-tensor',
    path,
    `${basename(path)} does not hold encoded pictures: expected a file of IPAdapter Save Embeds, with a tensor ${NAME}`,
  )
}
