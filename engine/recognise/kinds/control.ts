import type { Family } from '../../checkpoint/family.ts'
import { type Safetensors, tensorsBelow } from '../../checkpoint/files/safetensors.ts'
import type { Finding } from '../description.ts'
import { anyKey, firstLike } from './any-key.ts'
import { unetFamily } from './unet.ts'

/** Keys that only a ControlNet has: CompVis' with and without prefix, diffusers', Control-LoRA's. */
const CONTROL = /^((control_model\.)?(zero_convs\.0\.|input_hint_block\.)|controlnet_cond_embedding\.|lora_controlnet$)/
const VARIANTS: readonly (readonly [key: RegExp, variant: string])[] = [
  [/^lora_controlnet$/, 'Control-LoRA'],
  [/^difference$/, 'diff'],
  [/(^|\.)(control_add_embedding|task_embedding)\b/, 'union'],
]

/** ControlNets in all forms: networks that read a reference image and add to a UNet's layers. */
export function recogniseControl(file: Safetensors): Finding | null {
  if (anyKey(file, /^lllite_/))
    return {
      kind: 'controlnet',
      family: 'sdxl',
      variants: ['LLLite'],
      refusal: 'a ControlNet-LLLite, which is not supported; use a ControlNet or a Control-LoRA instead',
    }
  if (!anyKey(file, CONTROL)) return null
  const prefix = anyKey(file, /^control_model\./) ? 'control_model.' : ''
  return {
    kind: 'controlnet',
    family: unetFamily(tensorsBelow(file, prefix)),
    variants: VARIANTS.filter(([key]) => anyKey(file, key)).map(([, variant]) => variant),
  }
}

/**
 * T2I-Adapters — Mou et al. 2023, arXiv:2302.08453. They read images as blocks of pixels, 8×8 for SD 1.x and 16×16
 * for SDXL, with one or three colours: 64 or 192 channels, 256 or 768.
 */
export function recogniseT2i(file: Safetensors): Finding | null {
  const body = firstLike(file, /^(adapter\.)?body\.0\.(in_conv|block1|resnets\.0\.block1)\.weight$/)
  const first = firstLike(file, /^(adapter\.)?(conv_in|body\.0\.in_conv)\.weight$/)
  if (!body || !first) return null
  const family: Family = [256, 768].includes(first.shape[1]!) ? 'sdxl' : 'sd1'
  return { kind: 't2i-adapter', family, variants: first.name.includes('in_conv') ? ['light'] : [] }
}
