import { type Safetensors, type Tensors, tensorsBelow } from '../files/safetensors.ts'

/** diffusers' name for a part of the VAE → CompVis', where it does not depend on the number of levels. */
const RENAMES: readonly (readonly [from: RegExp, to: string])[] = [
  [/^decoder\.post_quant_conv\b/, 'post_quant_conv'],
  [/^encoder\.quant_conv\b/, 'quant_conv'],
  [/\bdown_blocks\.(\d+)\.resnets\.(\d+)/, 'down.$1.block.$2'],
  [/\bdown_blocks\.(\d+)\.downsamplers\.0/, 'down.$1.downsample'],
  [/\bup_blocks\.(\d+)\.resnets\.(\d+)/, 'up.$1.block.$2'],
  [/\bup_blocks\.(\d+)\.upsamplers\.0/, 'up.$1.upsample'],
  [/\bmid_block\.resnets\.0/, 'mid.block_1'],
  [/\bmid_block\.resnets\.1/, 'mid.block_2'],
  [/\bmid_block\.attentions\.0/, 'mid.attn_1'],
  [/\bconv_shortcut\b/, 'nin_shortcut'],
  [/\bconv_norm_out\b/, 'norm_out'],
  [/\battn_1\.group_norm\b/, 'attn_1.norm'],
  [/\battn_1\.(query|to_q)\b/, 'attn_1.q'],
  [/\battn_1\.(key|to_k)\b/, 'attn_1.k'],
  [/\battn_1\.(value|to_v)\b/, 'attn_1.v'],
  [/\battn_1\.(proj_attn|to_out\.0)\b/, 'attn_1.proj_out'],
]

/**
 * A VAE's tensors under CompVis' names (`decoder.up.3.block.0.conv1.weight`), whether the file uses those, diffusers'
 * (`decoder.up_blocks.0.resnets.0.conv1.weight`) or the older spelling of diffusers' attention.
 *
 * diffusers numbers the decoder's levels from the smallest image, CompVis from the largest.
 *
 * @param prefix  what the VAE's keys start with in this file; empty for a VAE alone
 */
export function ldmVaeTensors(file: Safetensors, prefix: string): Tensors {
  const own = [...tensorsBelow(file, prefix)]
  const last = Math.max(0, ...own.map(([key]) => Number(/^decoder\.up_blocks\.(\d+)\./.exec(key)?.[1] ?? 0)))
  return new Map(own.map(([key, info]) => [ldmName(key, last), info]))
}

function ldmName(key: string, last: number): string {
  const turned = key.replace(/\bup_blocks\.(\d+)/, (_, level) => `up_blocks.${last - Number(level)}`)
  return RENAMES.reduce((name, [from, to]) => name.replace(from, to), turned)
}
