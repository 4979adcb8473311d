import { basename } from 'node:path'
import type { Safetensors } from '../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../errors.ts'
import type { Heads } from '../networks/unet.ts'

/**
 * The number of attention heads, which shapes do not show. SD 1.x has 8 heads at every level, and prompts 768 wide; later
 * families have heads 64 wide; a file's metadata may set another number.
 *
 * @throws CheckpointError when called for channels that the heads do not divide
 */
export function unetHeads(file: Safetensors): Heads {
  const { metadata, tensors } = file
  const [count, width] = [Number(metadata['unet.num_heads']), Number(metadata['unet.head_dim'])]
  const context = [...tensors.values()].find(({ name }) => name.endsWith('attn2.to_k.weight'))?.shape[1]
  const all = count > 0 ? count : !(width > 0) && context === 768 ? 8 : undefined
  return channels => shared(file, channels, all ?? channels / (width > 0 ? width : 64), 'unet.num_heads')
}

/** The heads of CLIP's text encoders: 64 wide, unless the file's metadata sets another width. @throws CheckpointError as `unetHeads` */
export function textHeads(file: Safetensors, width: number): number {
  return shared(file, width, width / Number(file.metadata['text.head_dim'] ?? 64), 'text.head_dim')
}

function shared({ path }: Safetensors, channels: number, heads: number, note: string): number {
  if (Number.isInteger(heads) && Number.isInteger(channels / heads)) return heads
  throw new CheckpointError(
    'wrong-family',
    path,
    `${basename(path)}: an attention is ${channels} wide, which is not a multiple of Stable Diffusion's heads; expected heads 64 wide (8 heads in SD 1.x), or a ${note} in the file's metadata`,
  )
}
