import type { ClipKind } from '../checkpoint/family.ts'
import { diffusersNames } from '../checkpoint/keys/diffusers-names.ts'

/** A network that a LoRA may change. */
export type LoraNetwork = 'unet' | ClipKind

/**
 * Every name that a LoRA file may have for a layer, with the layer: the names of kohya, LyCORIS, diffusers (old and new), PEFT
 * and the checkpoint itself.
 *
 * @param keys   the network's keys, from its root: `input_blocks.0.0.weight`, `encoder.layers.0.mlp.fc1.weight`
 * @param alone  the network is the only text encoder: the SDXL refiner has only CLIP-G, which is then the first
 * @returns      name in a LoRA file, without the suffix of the factor → layer, without `.weight`
 */
export function loraNames(network: LoraNetwork, keys: Iterable<string>, alone = false): Map<string, string> {
  const modules = new Set([...keys].filter(key => key.endsWith('.weight')).map(key => key.slice(0, -'.weight'.length)))
  if (network === 'unet') return unetNames(modules)
  const second = network === 'clipG' && !alone
  return textNames(modules, second ? SECOND : FIRST, GENERIC[network])
}

function unetNames(modules: ReadonlySet<string>): Map<string, string> {
  const names = new Map<string, string>()
  for (const module of modules) {
    names.set(`lora_unet_${underscored(module)}`, module)
    names.set(`diffusion_model.${module}`, module)
    names.set(`model.diffusion_model.${module}`, module)
  }
  for (const [path, module] of diffusersNames(modules)) {
    for (const prefix of ['lora_unet_', 'lycoris_']) names.set(prefix + underscored(path), module)
    for (const prefix of ['', 'unet.', 'base_model.model.', 'unet.base_model.model.'])
      for (const name of [path, processorName(path)]) names.set(prefix + name, module)
  }
  return names
}

/** Prefixes of text encoders: kohya's, where dots are written as underscores, and those with dots. */
interface TextPrefixes {
  readonly underscored: readonly string[]
  readonly dotted: readonly string[]
}
const FIRST: TextPrefixes = {
  underscored: ['lora_te_', 'lora_te1_'],
  dotted: ['text_encoder.', 'base_model.model.', 'text_encoder.base_model.model.'],
}
const SECOND: TextPrefixes = {
  underscored: ['lora_te2_'],
  dotted: ['text_encoder_2.', 'text_encoder_2.base_model.model.'],
}
/** ComfyUI's own prefixes. */
const GENERIC = {
  clipL: 'text_encoders.clip_l.transformer.',
  clipH: 'text_encoders.clip_h.transformer.',
  clipG: 'text_encoders.clip_g.transformer.',
} as const satisfies Record<ClipKind, string>

/** The projection of the pooled text has a name even where the checkpoint does not have it: then it is not read. */
function textNames(
  modules: ReadonlySet<string>,
  { underscored: kohya, dotted }: TextPrefixes,
  generic: string,
): Map<string, string> {
  const names = new Map<string, string>()
  for (const module of [...modules, 'text_projection']) {
    const path = module === 'text_projection' ? module : `text_model.${module}`
    for (const prefix of kohya) names.set(prefix + underscored(path), module)
    for (const prefix of [...dotted, generic]) names.set(prefix + path, module)
  }
  return names
}

const underscored = (path: string): string => path.replaceAll('.', '_')

/** diffusers before PEFT: `attn1.to_q` was `attn1.processor.to_q`, and `to_out.0` lost its number. */
const processorName = (path: string): string =>
  path.replace(/\.(attn[12])\.(to_[qkv]|to_out)(\.0)?$/, '.$1.processor.$2')
