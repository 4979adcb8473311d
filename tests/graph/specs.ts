import {
  axis,
  choice,
  file,
  float,
  int,
  type NodeSpec,
  optional,
  type Port,
  type Socket,
  seed,
  socket,
  text,
  toggle,
} from '../../graph/node.ts'

/** ComfyUI v0.3.64's declarations of the nodes that the fixtures use; the real ones are in nodes/. */
const model = socket('MODEL')
const clip = socket('CLIP')
const vae = socket('VAE')
const conditioning = socket('CONDITIONING')
const latent = socket('LATENT')
const image = socket('IMAGE')
const mask = socket('MASK')
const samplers = ['euler', 'euler_ancestral', 'dpmpp_2m', 'lcm', 'ddim'] as const
const schedulers = ['normal', 'karras', 'simple', 'sgm_uniform'] as const
const cfg = float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 })
const side = int({ default: 512, min: 16, max: 16384, step: 8 })

const spec = (
  type: string,
  title: string,
  inputs: Record<string, Port>,
  outputs: Record<string, Socket<unknown>>,
  isOutput = false,
): NodeSpec => ({ type, title, about: `${title}.`, category: 'test', inputs, outputs, isOutput })

export const specs: ReadonlyMap<string, NodeSpec> = new Map(
  [
    spec(
      'CheckpointLoaderSimple',
      'Load Checkpoint',
      { ckpt_name: file('checkpoints') },
      { MODEL: model, CLIP: clip, VAE: vae },
    ),
    spec(
      'CompareGrid',
      'Compare Grid',
      {
        images: image,
        columns: axis(),
        rows: axis(),
        blocks: axis(),
        cell_size: int({ default: 256, min: 32, max: 2048 }),
        filename_prefix: text({ default: 'compare' }),
        save_cells: toggle({ default: false }),
      },
      {},
      true,
    ),
    spec('VAELoader', 'Load VAE', { vae_name: file('vae') }, { VAE: vae }),
    spec(
      'ControlNetLoader',
      'Load ControlNet Model',
      { control_net_name: file('controlnet') },
      { CONTROL_NET: socket('CONTROL_NET') },
    ),
    spec(
      'LoraLoader',
      'Load LoRA',
      {
        model,
        clip,
        lora_name: file('loras'),
        strength_model: float({ default: 1, min: -100, max: 100, step: 0.01 }),
        strength_clip: float({ default: 1, min: -100, max: 100, step: 0.01 }),
      },
      { MODEL: model, CLIP: clip },
    ),
    spec(
      'LoraLoaderModelOnly',
      'LoraLoaderModelOnly',
      { model, lora_name: file('loras'), strength_model: float({ default: 1, min: -100, max: 100, step: 0.01 }) },
      { MODEL: model },
    ),
    spec(
      'CLIPSetLastLayer',
      'CLIP Set Last Layer',
      { clip, stop_at_clip_layer: int({ default: -1, min: -24, max: -1 }) },
      { CLIP: clip },
    ),
    spec(
      'CLIPTextEncode',
      'CLIP Text Encode (Prompt)',
      { text: text({ multiline: true }), clip },
      { CONDITIONING: conditioning },
    ),
    spec(
      'EmptyLatentImage',
      'Empty Latent Image',
      { width: side, height: side, batch_size: int({ default: 1, min: 1, max: 4096 }) },
      { LATENT: latent },
    ),
    spec(
      'KSampler',
      'KSampler',
      {
        model,
        seed: seed(),
        steps: int({ default: 20, min: 1, max: 10000 }),
        cfg,
        sampler_name: choice(samplers),
        scheduler: choice(schedulers),
        positive: conditioning,
        negative: conditioning,
        latent_image: latent,
        denoise: float({ default: 1, min: 0, max: 1, step: 0.01 }),
      },
      { LATENT: latent },
    ),
    spec(
      'SamplerCustom',
      'SamplerCustom',
      {
        model,
        add_noise: toggle({ default: true }),
        noise_seed: seed(),
        cfg,
        positive: conditioning,
        negative: conditioning,
        sampler: socket('SAMPLER'),
        sigmas: socket('SIGMAS'),
        latent_image: latent,
      },
      { output: latent, denoised_output: latent },
    ),
    spec(
      'TCDModelSamplingDiscrete',
      'TCD Model Sampling Discrete',
      {
        model,
        steps: int({ default: 4, min: 1, max: 50 }),
        scheduler: choice(['simple', 'sgm_uniform']),
        denoise: float({ default: 1, min: 0, max: 1, step: 0.01 }),
        eta: float({ default: 0.3, min: 0, max: 1, step: 0.01 }),
      },
      { MODEL: model, SAMPLER: socket('SAMPLER'), SIGMAS: socket('SIGMAS') },
    ),
    spec('VAEDecode', 'VAE Decode', { samples: latent, vae }, { IMAGE: image }),
    spec('VAEEncode', 'VAE Encode', { pixels: image, vae }, { LATENT: latent }),
    spec(
      'VAEDecodeTiled',
      'VAE Decode (Tiled)',
      {
        samples: latent,
        vae,
        tile_size: int({ default: 512, min: 64, max: 4096, step: 32 }),
        overlap: int({ default: 64, min: 0, max: 4096, step: 32 }),
        temporal_size: int({ default: 64, min: 8, max: 4096, step: 4 }),
        temporal_overlap: int({ default: 8, min: 4, max: 4096, step: 4 }),
      },
      { IMAGE: image },
    ),
    spec('LoadImage', 'Load Image', { image: file('input', { upload: true }) }, { IMAGE: image, MASK: mask }),
    spec(
      'LoadImageMask',
      'Load Image (as Mask)',
      { image: file('input', { upload: true }), channel: choice(['alpha', 'red', 'green', 'blue']) },
      { MASK: mask },
    ),
    spec('SaveImage', 'Save Image', { images: image, filename_prefix: text({ default: 'ComfyUI' }) }, {}, true),
    spec('PreviewImage', 'Preview Image', { images: image }, {}, true),
    spec('MaskOrImage', 'Mask or Image', { any: socket('IMAGE,MASK'), other: optional(socket('*')) }, {}, true),
    spec('WiredSteps', 'Wired Steps', { steps: socket('INT'), seed: seed(), amount: cfg }, { INT: socket('INT') }),
  ].map(each => [each.type, each]),
)

export const specNamed = (type: string): NodeSpec => specs.get(type)!
