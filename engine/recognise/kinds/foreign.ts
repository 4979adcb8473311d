import type { Safetensors } from '../../checkpoint/files/safetensors.ts'
import { loraModules } from '../../lora/modules.ts'
import type { Finding } from '../description.ts'
import { anyKey } from './any-key.ts'

/**
 * Other models than Stable Diffusion, each by a layer that only it has (ComfyUI's model_detection.py and the diffusers
 * repositories). The first match counts, because some models share layers with FLUX.
 */
const MODELS: readonly (readonly [layer: RegExp, name: string])[] = [
  [/(^|[._])joint_blocks[._]\d|transformer_blocks[._]\d+[._]attn[._]add_[qkv]_proj/, 'Stable Diffusion 3'],
  [/distilled_guidance_layer\./, 'Chroma'],
  [/txt_in\.individual_token_refiner\./, 'Hunyuan Video'],
  [/(^|[._])(double_blocks|single_blocks|single_transformer_blocks)[._]\d/, 'FLUX'],
  [/(^|[._])double_layers[._]\d+[._]attn[._]w/, 'AuraFlow'],
  [/(^|\.)(mlp_t5\.0|text_embedding_padding)/, 'Hunyuan-DiT'],
  [/(^|\.)(clip_txt_mapper|clip_txt_pooled_mapper|effnet_mapper\.0)\./, 'Stable Cascade'],
  [/(^|[._])time_stack[._]|temporal_transformer_blocks\./, 'Stable Video Diffusion'],
  [/motion_modules\./, 'AnimateDiff'],
  [/(^|\.)(cap_embedder|x_embedder\.x_proj)\.\d/, 'Lumina'],
  [/(^|\.)(t_block\.1|caption_projection\.linear_1|csize_embedder\.mlp\.0)\./, 'PixArt'],
  [/(^|\.)adaln_single\./, 'PixArt or LTX-Video'],
  [/(^|\.)patchify_proj\./, 'LTX-Video'],
  [/(^|\.)(head\.modulation$|blocks\.0\.cross_attn\.k\.)/, 'Wan'],
  [/(^|\.)t5_yproj\./, 'Mochi'],
  [/(^|\.)(double_stream_blocks|single_stream_blocks)\.\d/, 'HiDream'],
  [/(^|\.)txt_norm\./, 'Qwen-Image'],
  [
    /(^|[._])(diffusion_model[._]|^transformer\.|^)(blocks|layers|transformer_blocks)[._]\d+[._].*adaLN/,
    'a diffusion transformer',
  ],
]

/** Text encoders of those models. */
const ENCODERS: readonly (readonly [layer: RegExp, name: string])[] = [
  [/(^|\.)encoder\.block\.0\.layer\.0\.SelfAttention\.k\./, 'T5 text encoder'],
  [/(^|\.)model\.layers\.0\.self_attn\.q_proj\.|^layers\.0\.self_attn\.q_proj\./, 'language model'],
]

const OURS = 'Leapgraph runs Stable Diffusion 1.x, 2.x and SDXL'
const CONTROL = /^(controlnet_|control_)/

/** A file of another model, whichever part of it the file holds. */
export function recogniseForeign(file: Safetensors): Finding | null {
  const model = MODELS.find(([layer]) => anyKey(file, layer))?.[1]
  if (model !== undefined) return ofModel(file, model)
  const encoder = ENCODERS.find(([layer]) => anyKey(file, layer))?.[1]
  return encoder === undefined || file.tensors.has('text_projection')
    ? null
    : { kind: 'foreign', variants: [encoder], refusal: `a ${encoder}, which other models use; ${OURS}` }
}

function ofModel(file: Safetensors, model: string): Finding {
  if (loraModules(file).length > 0) return { kind: 'lora', variants: [model], refusal: `a LoRA for ${model}; ${OURS}` }
  if (anyKey(file, CONTROL))
    return { kind: 'controlnet', variants: [model], refusal: `a ControlNet for ${model}; ${OURS}` }
  return { kind: 'foreign', variants: [model], refusal: `of the model family ${model}; ${OURS}` }
}
