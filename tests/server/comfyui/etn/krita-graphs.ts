/** Graphs of the shapes that Krita's plugin builds (krita-ai-diffusion's workflow.py and comfy_workflow.py), in our own words. */

export type Prompt = Record<string, { readonly class_type: string; readonly inputs: Readonly<Record<string, unknown>> }>
type Link = readonly [node: string, output: number]
type Cond = readonly [positive: Link, negative: Link]
export type Family = 'sd15' | 'sdxl'

/** The side of what is painted, in pixels. */
export const SIDE = 64

export class Sketch {
  readonly prompt: Prompt = {}

  /** @returns the first output */
  add(class_type: string, inputs: Readonly<Record<string, unknown>>): Link {
    const id = String(Object.keys(this.prompt).length + 1)
    this.prompt[id] = { class_type, inputs }
    return [id, 0]
  }

  /** The second output, beside the first. */
  second = ([node]: Link): Link => [node, 1]

  model(family: Family) {
    const [node] = this.add('CheckpointLoaderSimple', { ckpt_name: `${family}.safetensors` })
    return { model: [node, 0] as Link, clip: [node, 1] as Link, vae: [node, 2] as Link }
  }

  encode(clip: Link, text: string | Link): Link {
    return this.add('CLIPTextEncode', { clip, text })
  }

  prompts(clip: Link): Cond {
    return [this.encode(clip, 'a house'), this.encode(clip, 'blurry')]
  }

  image = (id: string): Link => this.add('ETN_LoadImageCache', { id })
  mask = (id: string): Link => this.second(this.image(id))

  /** Samples as the plugin does since it left KSampler. */
  sample(model: Link, [positive, negative]: Cond, latent_image: Link, from = 0, steps = 2): Link {
    const noise = this.add('RandomNoise', { noise_seed: 1234 })
    const guider = this.add('CFGGuider', { model, positive, negative, cfg: 5 })
    const sampler = this.add('KSamplerSelect', { sampler_name: 'dpmpp_2m' })
    const all = this.add('BasicScheduler', { model, scheduler: 'karras', steps, denoise: 1 })
    const sigmas = from > 0 ? this.second(this.add('SplitSigmas', { sigmas: all, step: from })) : all
    return this.second(this.add('SamplerCustomAdvanced', { noise, guider, sampler, sigmas, latent_image }))
  }

  decode(vae: Link, samples: Link): Link {
    return this.add('VAEDecode', { vae, samples })
  }

  controlled([positive, negative]: Cond, name: string, image: Link, vae: Link): Cond {
    const control_net = this.add('ControlNetLoader', { control_net_name: name })
    const range = { strength: 1, start_percent: 0, end_percent: 1 }
    const node = this.add('ControlNetApplyAdvanced', { positive, negative, control_net, image, vae, ...range })
    return [node, this.second(node)]
  }

  send(images: Link): Prompt {
    this.add('ETN_SaveImageCache', { images, format: 'PNG' })
    return this.prompt
  }
}

const empty = { width: SIDE, height: SIDE, batch_size: 1 }

/** With the preset for few steps. */
export function generateFast(family: Family): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model(family)
  const [positive, negative] = s.prompts(clip)
  const noise = s.add('RandomNoise', { noise_seed: 1234 })
  const guider = s.add('CFGGuider', { model, positive, negative, cfg: 4 })
  const sampler = s.add('KSamplerSelect', { sampler_name: 'uni_pc_bh2' })
  const sigmas = s.add('GITSScheduler', { steps: 4, coeff: 1.2, denoise: 1 })
  const latent_image = s.add('EmptyLatentImage', empty)
  const node = s.add('SamplerCustomAdvanced', { noise, guider, sampler, sigmas, latent_image })
  return s.send(s.decode(vae, s.second(node)))
}

export function generate(family: Family, batch = 1): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model(family)
  const latent = s.add('EmptyLatentImage', { ...empty, batch_size: batch })
  const out = s.sample(model, s.prompts(clip), latent)
  return s.send(s.add('ETN_NSFWFilter', { image: s.decode(vae, out), sensitivity: 0.5 }))
}

/** A second pass at twice the size, after an upscaler. */
export function generateLarge(family: Family): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model(family)
  const cond = s.prompts(clip)
  const first = s.decode(vae, s.sample(model, cond, s.add('EmptyLatentImage', empty)))
  const upscale_model = s.add('UpscaleModelLoader', { model_name: 'OmniSR_X2_DIV2K.safetensors' })
  const large = s.add('ImageUpscaleWithModel', { upscale_model, image: first })
  const sized = { width: SIDE * 2, height: SIDE * 2, upscale_method: 'lanczos', crop: 'disabled' }
  const pixels = s.add('ImageScale', { image: large, ...sized })
  return s.send(s.decode(vae, s.sample(model, cond, s.add('VAEEncode', { vae, pixels }), 1)))
}

/** Strength below 1: also what live painting sends over and over, there with a LoRA for few steps. */
export function refine(family: Family, image: string, lora?: string): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model(family)
  const sped = lora
    ? s.add('LoraLoader', { model, clip, lora_name: lora, strength_model: 0.8, strength_clip: 0.8 })
    : undefined
  const latent = s.add('VAEEncode', { vae, pixels: s.image(image) })
  const cond = s.prompts(sped ? s.second(sped) : clip)
  return s.send(s.decode(vae, s.sample(sped ?? model, cond, latent, 1)))
}

type Fill = 'blur' | 'border' | 'neutral' | 'inpaint' | 'replace' | 'none'

function filled(s: Sketch, image: Link, mask: Link, fill: Fill): Link {
  const masked = { image, mask }
  if (fill === 'blur') return s.add('INPAINT_MaskedBlur', { ...masked, blur: 65, falloff: 9 })
  if (fill === 'neutral') return s.add('INPAINT_MaskedFill', { ...masked, fill, falloff: 9 })
  if (fill === 'replace') return s.add('INPAINT_MaskedFill', { ...masked, fill: 'neutral', falloff: 0 })
  if (fill === 'inpaint') {
    const inpaint_model = s.add('INPAINT_LoadInpaintModel', { model_name: 'big-lama.pt' })
    return s.add('INPAINT_InpaintWithModel', { inpaint_model, ...masked, seed: 834729 })
  }
  if (fill === 'none') return image
  const border = s.add('INPAINT_MaskedFill', { ...masked, fill: 'navier-stokes', falloff: 0 })
  return s.add('INPAINT_MaskedBlur', { image: border, mask, blur: 65, falloff: 0 })
}

/** Fill, expand, add, remove and replace: they differ in what is put under the mask first. */
export function inpaint(family: Family, { image, mask }: Record<'image' | 'mask', string>, fill: Fill): Prompt {
  const s = new Sketch()
  const { model: plain, clip, vae } = s.model(family)
  const model = s.add('DifferentialDiffusion', { model: plain })
  const [seen, hole] = [s.image(image), s.mask(mask)]
  const grown = s.add('INPAINT_ExpandMask', { mask: hole, grow: 4, blur: 6, blur_type: 'linear' })
  const initial = s.add('INPAINT_StabilizeMask', { mask: grown, epsilon: 0.01 })
  const pixels = filled(s, seen, initial, fill)
  const cond = s.prompts(clip)
  const out =
    family === 'sd15'
      ? inpaintControlled(s, { model, vae, cond, seen, pixels, initial })
      : inpaintPatched(s, { model, vae, cond, pixels, initial })
  const decoded = s.decode(vae, out)
  const cropped = s.add('ImageCrop', { image: decoded, x: 16, y: 16, width: 32, height: 32 })
  const mixed = s.add('INPAINT_ShrinkMask', { mask: hole, shrink: 4, blur: 8, blur_type: 'gaussian' })
  const part = s.add('CropMask', { mask: mixed, x: 16, y: 16, width: 32, height: 32 })
  const reference = s.add('ImageCrop', { image: seen, x: 16, y: 16, width: 32, height: 32 })
  const matched = s.add('INPAINT_ColorMatch', { target: cropped, reference, exclude_mask: part, strength: 1 })
  const whole = s.add('INPAINT_ColorMatch', { target: matched, reference, exclude_mask: null, strength: 1 })
  const alpha = s.add('INPAINT_DenoiseToCompositingMask', { mask: part, offset: 0.15, threshold: 0.25 })
  return s.send(s.add('ETN_ApplyMaskToImage', { image: whole, mask: alpha }))
}

type Parts = Record<'model' | 'vae' | 'pixels' | 'initial', Link> & { readonly cond: Cond }

/** SD 1.5: a ControlNet that knows the hole. */
function inpaintControlled(s: Sketch, { model, vae, cond, seen, pixels, initial }: Parts & { readonly seen: Link }) {
  const hint = s.add('InpaintPreprocessor', { image: seen, mask: initial })
  const controlled = s.controlled(cond, 'control_v11p_sd15_inpaint_fp16.safetensors', hint, vae)
  const encoded = s.add('VAEEncode', { vae, pixels })
  const latent = s.add('SetLatentNoiseMask', { samples: encoded, mask: initial })
  return s.sample(model, controlled, s.add('RepeatLatentBatch', { samples: latent, amount: 2 }))
}

/** SDXL: Fooocus's patch. */
function inpaintPatched(s: Sketch, { model, vae, cond: [positive, negative], pixels, initial }: Parts) {
  const hidden = { vae, pixels, mask: initial, positive, negative }
  const node = s.add('INPAINT_VAEEncodeInpaintConditioning', hidden)
  const at = (output: number): Link => [node[0], output]
  const files = { head: 'fooocus_inpaint_head.pth', patch: 'inpaint_v26.fooocus.patch' }
  const patch = s.add('INPAINT_LoadFooocusInpaint', files)
  const patched = s.add('INPAINT_ApplyFooocusInpaint', { model, patch, latent: at(2) })
  return s.sample(patched, [at(0), at(1)], at(3))
}

/** Larger by a factor, tile by tile. */
export function upscaleTiled(family: Family, image: string): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model(family)
  const cond = s.prompts(clip)
  const upscale_model = s.add('UpscaleModelLoader', { model_name: '4x_NMKD-Superscale-SP_178000_G.pth' })
  const large = s.add('ImageUpscaleWithModel', { upscale_model, image: s.image(image) })
  const sized = { width: 128, height: 64, upscale_method: 'lanczos', crop: 'disabled' }
  let out = s.add('ImageScale', { image: large, ...sized })
  const layout = s.add('ETN_TileLayout', { image: out, min_tile_size: 64, padding: 16, blending: 8, multiple: 8 })
  for (const index of [0, 1]) {
    const tile = s.add('ETN_ExtractImageTile', { image: out, layout, index })
    const mask = s.add('ETN_GenerateTileMask', { layout, index })
    const name = 'control_lora_rank128_v11f1e_sd15_tile_fp16.safetensors'
    const controlled = family === 'sd15' ? s.controlled(cond, name, tile, vae) : cond
    const samples = s.add('VAEEncode', { vae, pixels: tile })
    const latent = s.add('SetLatentNoiseMask', { samples, mask })
    const painted = s.decode(vae, s.sample(model, controlled, latent, 1))
    out = s.add('ETN_MergeImageTile', { image: out, layout, index, tile: painted })
  }
  return s.send(out)
}

export function upscaleSimple(image: string): Prompt {
  const s = new Sketch()
  const upscale_model = s.add('UpscaleModelLoader', { model_name: '4x_NMKD-Superscale-SP_178000_G.pth' })
  return s.send(s.add('ImageUpscaleWithModel', { upscale_model, image: s.image(image) }))
}

/** A prompt of its own for each layer: in the attention, */
export function regions(family: Family, masks: readonly string[]): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model(family)
  const cond = s.prompts(clip)
  let all = s.add('ETN_BackgroundRegion', { conditioning: s.encode(clip, 'a garden') })
  for (const id of masks) {
    const conditioning = s.encode(clip, s.add('ETN_Translate', { text: 'a tree' }))
    all = s.add('ETN_DefineRegion', { regions: all, mask: s.mask(id), conditioning })
  }
  const coupled = s.add('ETN_AttentionMask', { model, regions: all })
  return s.send(s.decode(vae, s.sample(coupled, cond, s.add('EmptyLatentImage', empty))))
}

/** or, where layers have LoRAs of their own, by hooks and masks. */
export function regionsWithLora(mask: string, lora_name: string): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model('sd15')
  const [positive_DEFAULT, negative_DEFAULT] = s.prompts(clip)
  const hooks = s.add('CreateHookLora', { lora_name, strength_model: 0.8, strength_clip: 0.8, prev_hooks: null })
  const hooked = s.add('SetClipHooks', { clip, hooks, apply_to_conds: true, schedule_clip: false })
  const [positive_NEW, negative_NEW] = s.prompts(hooked)
  const own = { positive_NEW, negative_NEW, mask: s.mask(mask), strength: 1, set_cond_area: 'default' }
  const first = s.add('PairConditioningSetProperties', own)
  const both = { positive: first, negative: s.second(first), positive_DEFAULT, negative_DEFAULT }
  const pair = s.add('PairConditioningSetDefaultCombine', both)
  const latent = s.add('EmptyLatentImage', empty)
  return s.send(s.decode(vae, s.sample(model, [pair, s.second(pair)], latent)))
}

/** References: pictures beside the prompt, of three kinds. */
export function references(images: readonly string[]): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model('sd15')
  const clip_vision = s.add('CLIPVisionLoader', { clip_name: 'clip-vision_vit-h.safetensors' })
  const ipadapter = s.add('IPAdapterModelLoader', { ipadapter_file: 'ip-adapter_sd15.safetensors' })
  const embeds = images.map(id =>
    s.add('IPAdapterEncoder', { image: s.image(id), weight: 0.8, ipadapter, clip_vision }),
  )
  const numbered = Object.fromEntries(embeds.map((embed, i) => [`embed${i + 1}`, embed]))
  const pos_embed = s.add('IPAdapterCombineEmbeds', { method: 'concat', ...numbered })
  const strength = { weight: 1, embeds_scaling: 'V only', start_at: 0.2, end_at: 0.8, attn_mask: null }
  let referred = model
  for (const weight_type of ['linear', 'style transfer', 'composition', 'strong style transfer'])
    referred = s.add('IPAdapterEmbeds', {
      model: referred,
      ipadapter,
      pos_embed,
      clip_vision,
      weight_type,
      ...strength,
    })
  return s.send(s.decode(vae, s.sample(referred, s.prompts(clip), s.add('EmptyLatentImage', empty))))
}

/** A control layer of another size than the picture. */
export function control(image: string): Prompt {
  const s = new Sketch()
  const { model, clip, vae } = s.model('sd15')
  const sized = { image_gen_width: 80, image_gen_height: 64, resize_mode: 'Just Resize' }
  const hint = s.add('ImageInvert', { image: s.add('HintImageEnchance', { hint_image: s.image(image), ...sized }) })
  const name = 'control_lora_rank128_v11f1e_sd15_tile_fp16.safetensors'
  const latent = s.add('EmptyLatentImage', { ...empty, width: 80 })
  return s.send(s.decode(vae, s.sample(model, s.controlled(s.prompts(clip), name, hint, vae), latent)))
}

/** The picture of a control layer made from the canvas. */
export function controlImage(image: string, kind: 'depth' | 'canny'): Prompt {
  const s = new Sketch()
  const seen = s.image(image)
  if (kind === 'canny') return s.send(s.add('Canny', { image: seen, low_threshold: 0.4, high_threshold: 0.8 }))
  const made = s.add('DepthAnythingV2Preprocessor', {
    image: seen,
    resolution: 64,
    ckpt_name: 'depth_anything_v2_vitb.pth',
  })
  return s.send(
    s.add('ImageScale', { image: made, width: SIDE, height: SIDE, upscale_method: 'lanczos', crop: 'disabled' }),
  )
}
