import type { Image, Mask } from '../engine/image/image.ts'
import type { TileLayout } from '../engine/image/transform/tile-layout.ts'
import type { Hooks } from '../engine/lora/hooks.ts'
import type { Keyframes } from '../engine/lora/keyframes.ts'
import type { ClipVision, ClipVisionOutput } from '../engine/pipeline/clip-vision.ts'
import type { LatentOperation } from '../engine/pipeline/guidance/latent-operation.ts'
import type { InpaintModel } from '../engine/pipeline/inpaint-model.ts'
import type { WeightsStrategy } from '../engine/pipeline/ip-adapter/frame-weights.ts'
import type { IpAdapter } from '../engine/pipeline/ip-adapter/load.ts'
import type { Expert } from '../engine/pipeline/mixture/build-mixture.ts'
import type { FooocusPatch } from '../engine/pipeline/patches/apply-fooocus-inpaint.ts'
import type { Gligen } from '../engine/pipeline/patches/gligen.ts'
import type { StyleModel } from '../engine/pipeline/style-model.ts'
import type {
  Clip,
  Conditioning,
  ControlNet,
  InitialNoise,
  Latent,
  Model,
  Range,
  Vae,
} from '../engine/pipeline/types.ts'
import type { Guider } from '../engine/pipeline/unet/guider.ts'
import type { UpscaleModel } from '../engine/pipeline/upscale.ts'
import type { SamplerSpec } from '../engine/sampling/sampler-row.ts'
import type { Tensor } from '../engine/tensor/tensor.ts'
import { type Socket, socket } from '../graph/node.ts'
import type { IpAdapterParams } from './packs/ipadapter/params/params.ts'
import type { RegionList } from './packs/krita/regions/region-list.ts'

/** The socket types: what each kind of wire carries. The names are ComfyUI's. */
export const model = socket<Model>('MODEL', 'The UNet, which removes noise from a latent, with its LoRAs.')
export const expert = socket<Expert>('EXPERT', 'A model and the prompts that it is best at, for a mixture of experts.')
export const clip = socket<Clip>('CLIP', 'The text encoder, which encodes prompts.')
export const clipVision = socket<ClipVision>('CLIP_VISION', 'The picture encoder of CLIP.')
export const clipVisionOutput = socket<ClipVisionOutput>('CLIP_VISION_OUTPUT', 'A picture as CLIP encodes it.')
export const styleModel = socket<StyleModel>('STYLE_MODEL', 'A network that turns a picture into words for the prompt.')
export const gligen = socket<Gligen>('GLIGEN', 'Layers that put what a text says into a box of the picture.')
export const ipAdapter = socket<IpAdapter>('IPADAPTER', 'An IP-Adapter, with its picture encoder or without.')
export const ipAdapterParams = socket<IpAdapterParams>(
  'IPADAPTER_PARAMS',
  'Pictures for an IP-Adapter, with where and how much each counts.',
)
export const weightsStrategy = socket<WeightsStrategy>(
  'WEIGHTS_STRATEGY',
  'How weights change over the images of a batch.',
)
export const embeds = socket<Tensor>('EMBEDS', 'Pictures as an IP-Adapter reads them.')
export const vae = socket<Vae>('VAE', 'The VAE, which converts between pictures and latents.')
export const conditioning = socket<Conditioning>('CONDITIONING', 'An encoded prompt, which guides the model.')
export const hooks = socket<Hooks>('HOOKS', 'LoRAs that act only on the prompts that they are put on.')
export const hookKeyframes = socket<Keyframes>(
  'HOOK_KEYFRAMES',
  'How the strength of hooks changes during the sampling.',
)
export const timestepsRange = socket<Range>('TIMESTEPS_RANGE', 'A part of the sampling.')
export const floats = socket<number | readonly number[]>('FLOATS', 'A list of numbers.')
export const controlNet = socket<ControlNet>('CONTROL_NET', 'A network that makes a picture follow a reference image.')
export const latent = socket<Latent>('LATENT', 'A picture as the model works on it, encoded and eight times smaller.')
export const latentOperation = socket<LatentOperation>(
  'LATENT_OPERATION',
  'A change of a latent, for nodes that apply it.',
)
export const image = socket<Image>('IMAGE', 'A picture, or a batch of one size.')
export const upscaleModel = socket<UpscaleModel>('UPSCALE_MODEL', 'A network that enlarges pictures.')
export const tileLayout = socket<TileLayout>('TileLayout', 'How a picture is divided into tiles.')
export const regions = socket<RegionList>('Regions', 'Prompts with the part of the picture where each counts.')
export const inpaintModel = socket<InpaintModel>(
  'INPAINT_MODEL',
  'A network that fills parts of pictures without a prompt.',
)
export const inpaintPatch = socket<FooocusPatch>('INPAINT_PATCH', 'What makes an inpainting model of one for SDXL.')
export const mask = socket<Mask>('MASK', 'White (1) selects a part of a picture, black (0) leaves it out.')
export const noise = socket<InitialNoise>('NOISE', 'The noise that a picture starts from: that of a seed, or none.')
export const guider = socket<Guider>('GUIDER', 'A model with its prompts and the strength of the guidance.')
export const sampler = socket<SamplerSpec>('SAMPLER', 'The algorithm that removes the noise step by step.')
export const number = socket<number>('FLOAT', 'A number, for any input that accepts one.')
export const numbers = socket<readonly number[]>('FLOAT', 'A list of numbers, for inputs that accept several.')
export const whole = socket<number | bigint>('INT', 'A whole number, for any input that accepts one.')
export const boolean = socket<boolean>('BOOLEAN', 'True or false.')
export const anything = socket<unknown>('*', 'Takes every type.')
export const string = socket<string>('STRING', 'A text, for any input that accepts one.')
/** An output that a node may leave empty. */
export const maybe = <T>(output: Socket<T>): Socket<T | undefined> => output as Socket<T | undefined>
export const sigmas = socket<Float32Array>('SIGMAS', 'The noise levels of the steps, from high to low.')
