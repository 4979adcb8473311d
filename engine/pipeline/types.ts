import type { ClipKind } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import type { Image, Mask } from '../image/image.ts'
import type { LoraUse } from '../lora/use.ts'
import type { ModelSamplingSpec } from '../sampling/model-sampling.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { PictureKind } from './control/picture-kinds.ts'

/**
 * What the wires carry. MODEL, CLIP and VAE are immutable descriptions: files by path and fingerprint, patches and
 * parameters. They cost nothing to make, hash to a cache key, and print in an error; sessions are made from them
 * only when something first has to be computed.
 */

/** The denoiser: UNet file, LoRAs in the order they were applied, and how to sample it. */
export interface Model {
  readonly kind: 'model'
  readonly file: FileRef
  readonly loras: readonly LoraUse[]
  readonly sampling: ModelSamplingSpec
  /** Where the network wants latents in another way than its family: see latent-format.ts. */
  readonly latents?: 'playground-2.5'
  /** φ of RescaleCFG (Lin et al. 2023, arXiv:2305.08891, eq. 14–16); absent: plain CFG. */
  readonly rescaleCfg?: number
}

/** One network of a `Clip`. */
export interface TextEncoder {
  readonly kind: ClipKind
  readonly file: FileRef
}

/** The text encoders of a family, in the order their results are put side by side: SDXL has CLIP-L and CLIP-G. */
export interface Clip {
  readonly kind: 'clip'
  readonly encoders: readonly TextEncoder[]
  readonly loras: readonly LoraUse[]
  /** −1 is the last layer, −2 "clip skip 2"; absent: the family's own. */
  readonly layer?: number
}

/** The image autoencoder. */
export type Vae = LargeVae | TinyVae

/** The one that a model was trained with. */
export interface LargeVae {
  readonly kind: 'vae'
  readonly file: FileRef
}

/** A small stand-in, whose halves may lie in two files or one of them be missing. */
export interface TinyVae {
  readonly kind: 'taesd'
  /** As the user picked it. */
  readonly name: string
  readonly decode?: FileRef
  readonly encode?: FileRef
  /** What latents are multiplied by before the model sees them. */
  readonly scale: number
}

/** A network that steers a model by a picture: a ControlNet, a Control-LoRA, a T2I-Adapter. */
export interface ControlNet {
  readonly kind: 'control-net'
  readonly file: FileRef
  /** Whose weights the file's are added to; only for a file that is the difference to them. */
  readonly base?: Model
  /** What a union of control nets is told about the picture; absent, it has to see for itself. */
  readonly pictureKind?: PictureKind
}

/** A picture that steers, and by which network. */
export interface ControlUse {
  readonly control: ControlNet
  readonly picture: Image
  readonly strength: number
  /** When it counts, as shares of the way from noise to picture. */
  readonly range: { readonly start: number; readonly end: number }
}

/** What SDXL is told about the picture beside the prompt, in pixels; absent, the size of what is drawn. */
export interface PictureSizes {
  readonly width: number
  readonly height: number
  readonly cropX: number
  readonly cropY: number
  readonly targetWidth: number
  readonly targetHeight: number
  /** The refiner's, about 1 … 10; it knows no target size. */
  readonly aestheticScore?: number
}

/** Where in the picture a prompt counts: latent pixels, or shares of the whole. */
export interface Area {
  readonly unit: 'pixels' | 'shares'
  readonly height: number
  readonly width: number
  readonly y: number
  readonly x: number
}

/** One encoded prompt. */
export interface EncodedPrompt {
  /** [1, 77·n, D] */
  readonly embedding: Tensor
  /** [1, D′]; only where the family has one */
  readonly pooled?: Tensor
  readonly sizes?: PictureSizes
  readonly area?: Area
  /** How much this prompt counts beside the others; 1 unless said. */
  readonly strength?: number
  /** Where it counts and how much, [N, H, W]; any size. `boundsOnly`: only the rectangle around the mask is evaluated. */
  readonly mask?: { readonly mask: Mask; readonly strength: number; readonly boundsOnly: boolean }
  /** When it counts, as shares of the way from noise to picture. */
  readonly range?: { readonly start: number; readonly end: number }
  /** What steers the model where this prompt counts; their effects add up. */
  readonly controls?: readonly ControlUse[]
  /** Negative prompts that nothing steers are steered like this one. */
  readonly controlsNegative?: boolean
  /** LoRAs named by `<lora:NAME:0.8>` in the text: they join the model's own for this run. */
  readonly loras?: readonly LoraUse[]
  /** For inpainting UNets: which pixels to paint ([N, 1, H, W]), and the greyed picture's latent in VAE scale. */
  readonly inpaint?: { readonly mask: Tensor; readonly latent: Tensor }
}

/** As in ComfyUI a list: every entry is evaluated and their predictions are averaged. */
export type Conditioning = readonly EncodedPrompt[]

/** Latents in VAE scale (not multiplied by 0.18215). */
export interface Latent {
  /** [N, 4, h, w], h = height / 8 */
  readonly samples: Tensor
  /** [N or 1, 1, H, W], 1 = regenerate; any size, resized when used */
  readonly noiseMask?: Tensor
  /** Which image of a seed's batch each row is, so that one of many can be made again. */
  readonly batchIndex?: readonly number[]
}

/** What a picture starts from. The seed is also that of the noise a sampler adds on its way. */
export interface InitialNoise {
  /** 0 … 2⁶⁴−1, as in ComfyUI only the low 32 bits matter. */
  readonly seed: bigint
  /** false: start from the latent as it is, which then carries its own noise. */
  readonly added: boolean
}
