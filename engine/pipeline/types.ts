import type { ClipKind, LatentNumbers } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import type { ExpertLayers } from '../checkpoint/keys/mixture-keys.ts'
import type { LatentRgb } from '../image/files/previews.ts'
import type { Image, Mask } from '../image/image.ts'
import type { Hooks } from '../lora/hooks.ts'
import type { LoraUse } from '../lora/use.ts'
import type { DifferentialMask } from '../sampling/inpaint.ts'
import type { ModelSamplingSpec } from '../sampling/model-sampling.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { During } from '../text/prompt-editing.ts'
import type { PicturePrompt } from './clip-vision.ts'
import type { PictureKind } from './control/picture-kinds.ts'
import type { Apg } from './guidance/apg.ts'
import type { CfgNorm } from './guidance/cfg-norm.ts'
import type { CfgZeroStar } from './guidance/cfg-zero-star.ts'
import type { EpsilonScaling } from './guidance/epsilon-scaling.ts'
import type { FreSca } from './guidance/fresca.ts'
import type { OperationOnGuidance } from './guidance/latent-operation.ts'
import type { Mahiro } from './guidance/mahiro.ts'
import type { Tcfg } from './guidance/tcfg.ts'
import type { Downscale } from './patches/downscale.ts'
import type { FooocusInpaint } from './patches/fooocus-inpaint.ts'
import type { FreeU } from './patches/free-u.ts'
import type { Grounded } from './patches/gligen.ts'
import type { HyperTile } from './patches/hyper-tile.ts'
import type { Hypernetwork } from './patches/hypernetwork.ts'
import type { IpAdapterUse } from './patches/ip-adapter.ts'
import type { Regions } from './patches/regions.ts'
import type { TokenMerging } from './patches/token-merging.ts'

/**
 * The values on wires. MODEL, CLIP and VAE are immutable descriptions: files by path and fingerprint, LoRAs and parameters.
 * They cost nothing to make, can be hashed to a key and can be shown in an error; sessions are made from them only for the
 * first computation.
 */

/** The denoiser: UNet file, LoRAs in the order they were applied, and how to sample it. */
export interface Model {
  readonly kind: 'model'
  readonly file: FileRef
  readonly loras: readonly LoraUse[]
  readonly sampling: ModelSamplingSpec
  /** Set where the network's latents differ from those of its family: see latent-format.ts. */
  readonly latents?: 'playground-2.5'
  /** What its weights are a merge of; `file` is then that of the first. */
  readonly merge?: Merge<Model>
  /** LoRAs are added to the weights, as in a saved file, and do not run beside them. */
  readonly inWeights?: boolean
  /** Only of a mixture of experts. */
  readonly experts?: Experts
  /** Changes of the network and of the guidance, in the order of their nodes. */
  readonly patches?: readonly Patch[]
}

/** The experts of a model: networks/mixture.ts. */
export interface Experts {
  /** k, how many act in a layer. */
  readonly count: number
  readonly names: readonly string[]
  /** Of a mixture that is not saved yet; a saved one has its experts in the model's file. */
  readonly built?: BuiltExperts
}

/** Models whose layers are put beside each other; all but those layers is that of the model itself. */
export interface BuiltExperts {
  readonly models: readonly Model[]
  /** What each was asked for when its gate vectors were measured. */
  readonly prompts: readonly { readonly positive: string; readonly negative: string }[]
  readonly layers: ExpertLayers
  /** By layer, `….attn1.to_q`: a row for each expert, [E, in]. */
  readonly gates: ReadonlyMap<string, Tensor>
  /** Of all numbers of the gates. */
  readonly gatesHash: string
}

/** Two networks as one: W = own·W₁ + other·W₂. LoRAs beside it are put on the result. */
export interface Merge<T> {
  readonly first: T
  readonly second: T
  readonly shares: readonly Share[]
  /** Weights that no share fits are the first one's. */
  readonly onlyShares?: true
}

/**
 * The factors of all weights whose keys begin with `prefix`, or have what follows a `*` in them; the longest counts, and the
 * first where none fits.
 */
export interface Share {
  readonly prefix: string
  readonly own: number
  readonly other: number
}

/** A change of how a model is evaluated or guided, as data: a model stays a description. */
export type Patch = GuidancePatch | UnetPatch | DifferentialMask

/** Acts on the UNet's graph: patches/. */
export type UnetPatch =
  | FreeU
  | HyperTile
  | Hypernetwork
  | Downscale
  | Regions
  | IpAdapterUse
  | FooocusInpaint
  | TokenMerging

/** Acts on predictions, in the denoiser: guidance/. */
export type GuidancePatch =
  | Apg
  | Tcfg
  | Mahiro
  | CfgZeroStar
  | CfgNorm
  | FreSca
  | EpsilonScaling
  | OperationOnGuidance
  /** φ of RescaleCFG (`rescaledGuidance`) */
  | { readonly kind: 'rescale-cfg'; readonly phi: number }
  | { readonly kind: 'perp-neg'; readonly empty: Conditioning; readonly scale: number }
  | { readonly kind: 'perturbed-attention'; readonly scale: number }
  /** `blur`: σ in latent pixels */
  | { readonly kind: 'self-attention'; readonly scale: number; readonly blur: number }

/** The model with one more patch. */
export const patched = (model: Model, patch: Patch): Model => ({ ...model, patches: [...(model.patches ?? []), patch] })

/** One network of a `Clip`. */
export interface TextEncoder {
  readonly kind: ClipKind
  readonly file: FileRef
}

/** The text encoders of a family, in the order of their joined results: SDXL has CLIP-L and CLIP-G. */
export interface Clip {
  readonly kind: 'clip'
  readonly encoders: readonly TextEncoder[]
  readonly loras: readonly LoraUse[]
  /** What its weights are a merge of; `encoders` are then those of the first. */
  readonly merge?: Merge<Clip>
  /** −1 is the last layer, −2 is "clip skip 2"; absent: the family's default. */
  readonly layer?: number
  /** LoRAs on the text encoder that may change on the way, from Set CLIP Hooks. */
  readonly hooked?: ClipHooks
}

export interface ClipHooks {
  readonly hooks: Hooks
  /** Prompts that are encoded with it carry the hooks to the model. */
  readonly onPrompts: boolean
  /** The keyframes also count for the text encoder: a text is encoded for each part of the sampling. */
  readonly scheduled: boolean
}

/** The image autoencoder. */
export type Vae = LargeVae | TinyVae

/** A VAE of full size. */
export interface LargeVae {
  readonly kind: 'vae'
  readonly file: FileRef
}

/** A small replacement; its halves may be in two files, and one may be missing. */
export interface TinyVae {
  readonly kind: 'taesd'
  /** As the user selected it. */
  readonly name: string
  readonly decode?: FileRef
  readonly encode?: FileRef
  /** How models read latents of its kind. */
  readonly latents: LatentNumbers
}

/** A network that steers a model by a reference image: a ControlNet, a Control-LoRA, a T2I-Adapter. */
export interface ControlNet {
  readonly kind: 'control-net'
  readonly file: FileRef
  /** The model whose weights the file's weights are added to; only for a file that stores the difference to them. */
  readonly base?: Model
  /** The kind of reference image for a union of ControlNets; absent: it detects the kind. */
  readonly pictureKind?: PictureKind
}

/** A reference image and the network that reads it. */
export interface ControlUse {
  readonly control: ControlNet
  readonly picture: Image
  readonly strength: number
  /** When it is active, as shares of the way from noise (0) to picture (1). */
  readonly range: Range
}

/** A part of the sampling, in shares of the way from noise (0) to picture (1). */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The sizes that SDXL reads beside the prompt, in pixels; absent: the size of the picture that is drawn. */
export interface PictureSizes {
  readonly width: number
  readonly height: number
  readonly cropX: number
  readonly cropY: number
  readonly targetWidth: number
  readonly targetHeight: number
  /** For the refiner, about 1 … 10; it does not read a target size. */
  readonly aestheticScore?: number
}

/** The part of the picture where a prompt counts: in latent pixels, or in shares of the whole. */
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
  /** The weight of this prompt among the others; 1 by default. */
  readonly strength?: number
  /** Where it counts, [N, H, W], any size, and how much. `boundsOnly`: only the rectangle around the mask is evaluated. */
  readonly mask?: { readonly mask: Mask; readonly strength: number; readonly boundsOnly: boolean }
  /** When it counts, as shares of the way from noise (0) to picture (1). */
  readonly range?: Range
  /** The part of the sampling that its text was encoded for, where the strength of a LoRA on the text encoder changes. */
  readonly encodedFor?: Range
  /** The steps for which its text was written, where `[from:to:when]` changes it. */
  readonly during?: During
  /** ControlNets that are active where this prompt counts; their effects add up. */
  readonly controls?: readonly ControlUse[]
  /** Negative prompts without ControlNets use those of this prompt. */
  readonly controlsNegative?: boolean
  /** LoRAs named by `<lora:NAME:0.8>` in the text: they join the model's own for this run. */
  readonly loras?: readonly LoraUse[]
  /** LoRAs that act only where this prompt is evaluated. */
  readonly hooks?: Hooks
  /** Counts only where the prompts beside it leave some of the picture free. */
  readonly isDefault?: boolean
  /** For editing UNets: the latent of the picture to edit in VAE scale, [N, C, H, W]. */
  readonly edited?: Tensor
  /** Texts for boxes of the picture. */
  readonly grounded?: Grounded
  /** Pictures in place of words, for unCLIP models and SDXL. */
  readonly pictures?: readonly PicturePrompt[]
  /** For inpainting UNets: the pixels to paint ([N, 1, H, W]), and the latent of the greyed picture in VAE scale. */
  readonly inpaint?: { readonly mask: Tensor; readonly latent: Tensor }
}

/** As in ComfyUI a list: every entry is evaluated and their predictions are averaged. */
export type Conditioning = readonly EncodedPrompt[]

/** Latents in VAE scale (not multiplied by 0.18215). */
export interface Latent {
  /** [N, C, h, w], h = height / 8; C is 4 for most models, 16 or 32 for some */
  readonly samples: Tensor
  /** [N or 1, 1, H, W], 1 = regenerate; any size, resized when used */
  readonly noiseMask?: Tensor
  /** The index of each row in a seed's batch, so that one image of many can be made again. */
  readonly batchIndex?: readonly number[]
  /** The small decoder for latents of the network that sampled it. */
  readonly tinyDecoder?: TinyDecoder | undefined
}

/** A TAESD that makes previews of latents. */
export interface TinyDecoder {
  /** A file of vae_approx, without its extension. */
  readonly file: NonNullable<LatentRgb['decoder']>
  /** How models read latents of its kind. */
  readonly latents: LatentNumbers
}

/** The noise at the start. The seed is also used for the noise that a sampler adds later. */
export interface InitialNoise {
  /** 0 … 2⁶⁴−1, as in ComfyUI only the low 32 bits matter. */
  readonly seed: bigint
  /** false: start from the latent unchanged, which then contains its own noise. */
  readonly added: boolean
  /** The values themselves, [N, C, h, w], where they are not those of the seed. */
  readonly values?: (dims: readonly number[]) => Tensor
}
