import { type Family, familyOfPrompts, type LatentSpace, latentsOf } from '../checkpoint/family.ts'
import type { LoraModule } from './modules.ts'

/** The model that a LoRA was made for. */
export interface LoraOrigin {
  readonly family: Family
  /** Known in some cases where the family is not: some layers differ between SD and SDXL, but not between SD 1.x and 2.x. */
  readonly latents: LatentSpace
}

/**
 * The model that a LoRA was made for: by the width of the prompts that its attention reads, else by the text encoders it
 * changes, else by the layers it has, else by the metadata of its trainer.
 */
export function loraOrigin(
  modules: readonly LoraModule[],
  metadata: Readonly<Record<string, string>> = {},
): LoraOrigin {
  const ways = [byAttention, byTextEncoders, byLayers, () => byMetadata(metadata)]
  const family = ways.map(way => way(modules)).find(family => family !== 'unknown') ?? 'unknown'
  return { family, latents: family === 'unknown' ? latentsByWidths(modules) : latentsOf(family) }
}

const PROMPT_READER = /attn2[._](processor[._])?to_[kv]$/

const byAttention = (modules: readonly LoraModule[]): Family =>
  familyOfPrompts(
    modules
      .filter(({ name }) => PROMPT_READER.test(name))
      .map(widthIn)
      .find(width => width > 0),
  )

/** Every attention has the width of its encoder; SDXL's second encoder has its own names. Its first one is SD 1.x's. */
function byTextEncoders(modules: readonly LoraModule[]): Family {
  if (modules.some(({ name }) => /^(lora_te2_|text_encoder_2\.|text_encoders\.clip_g\.)/.test(name))) return 'sdxl'
  const attention = modules.find(({ name }) => /^(lora_te_|text_encoder\.).*self_attn[._]q_proj$/.test(name))
  const width = attention ? widthIn(attention) : 0
  return width === 768 ? 'sd1' : width === 1024 ? 'sd2' : 'unknown'
}

/** SD has four levels of layers, SDXL three; only SD 1.x projects its attention with convolutions. */
function byLayers(modules: readonly LoraModule[]): Family {
  const has = (pattern: RegExp) => modules.some(({ name }) => pattern.test(name))
  if (modules.some(({ name, tensors }) => /time_emb_proj$|emb_layers_1$/.test(name) && tensors.down?.shape[1] === 1536))
    return 'sdxl-refiner'
  if (has(/(add_embedding|label_emb)[._]|(down_blocks[._]2|up_blocks[._]0).*transformer_blocks[._][4-9][._]/))
    return 'sdxl'
  const projection = modules.find(({ name }) => /[._]proj_in$/.test(name))?.tensors.down
  if (projection?.shape.length === 4) return 'sd1'
  return projection && has(FOUR_LEVELS) ? 'sd2' : 'unknown'
}

const FOUR_LEVELS = /(down|up)_blocks[._]3[._]|input_blocks[._](9|1[01])[._]|output_blocks[._](9|1[01])[._]/

/** SDXL's second level on the way out is half as wide as SD's. */
function latentsByWidths(modules: readonly LoraModule[]): LatentSpace {
  const second = modules.find(({ name }) =>
    /(up_blocks[._]1[._](resnets|upsamplers)|output_blocks[._]4[._]0)[._].*(conv\d?|out_layers[._]3)$/.test(name),
  )
  const width = second?.tensors.up?.shape[0]
  if (width === 640) return 'sdxl'
  return width === 1280 || modules.some(({ name }) => FOUR_LEVELS.test(name)) ? 'sd' : 'unknown'
}

/** Metadata of kohya's trainer and of modelspec. */
function byMetadata(metadata: Readonly<Record<string, string>>): Family {
  const said = `${metadata.ss_base_model_version ?? ''} ${metadata['modelspec.architecture'] ?? ''}`.toLowerCase()
  if (/sdxl|stable-diffusion-xl/.test(said)) return said.includes('refiner') ? 'sdxl-refiner' : 'sdxl'
  if (/sd_(v2|2)|stable-diffusion-v2/.test(said)) return 'sd2'
  return /sd_(v1|1)|stable-diffusion-v1/.test(said) ? 'sd1' : 'unknown'
}

/** The width of a layer's input, from any factor that shows it; 0 where none does. */
function widthIn({ tensors: t }: LoraModule): number {
  const wide = (name: string) => t[name]?.shape[1] ?? 0
  const kronecker = (wide('lokr_w1') || wide('lokr_w1_b')) * (wide('lokr_w2') || wide('lokr_w2_b'))
  return wide('down') || wide('hada_w1_b') || wide('b2') || wide('diff') || kronecker
}
