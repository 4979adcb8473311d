import type { ClipKind, Family, LatentSpace } from '../checkpoint/family.ts'
import type { Dtype } from '../checkpoint/files/dtype.ts'

/** What a file is for. `foreign`: a network of a model that is no Stable Diffusion known here, known by name. */
export type FileKind =
  | 'checkpoint'
  | 'unet'
  | 'text-encoder'
  | 'vae'
  | 'taesd'
  | 'lora'
  | 'controlnet'
  | 't2i-adapter'
  | 'ip-adapter'
  | 'clip-vision'
  | 'upscaler'
  | 'embedding'
  | 'hypernetwork'
  | 'foreign'
  | 'unknown'

/** The networks that a file may hold. */
export const partNames = ['unet', 'clipL', 'clipH', 'clipG', 'vae', 'clipVision'] as const satisfies readonly (
  | ClipKind
  | string
)[]
export type PartName = (typeof partNames)[number]

/** One network inside a file. */
export interface Part {
  /** What its keys start with; empty for a file of one network. Text encoders: before `text_model.`. */
  readonly prefix: string
  readonly parameters: number
  readonly dtypes: readonly Dtype[]
}

export interface FileDescription {
  readonly kind: FileKind
  /** Whose prompts it works with. */
  readonly family: Family
  /** Whose latents it reads or writes. */
  readonly latents: LatentSpace
  /** Which of its kind, as people call it: `inpainting`, `SSD-1B`, `union`, `plus`. */
  readonly variants: readonly string[]
  /** The UNet has mask and masked-latent channels. */
  readonly inpainting: boolean
  readonly parts: Readonly<Partial<Record<PartName, Part>>>
  /** What latents are multiplied by before the UNet sees them. */
  readonly latentScale: number
  /** D of the prompts that the UNet attends to. */
  readonly contextWidth?: number
  /** Why it cannot be run here: goes on from "NAME is …". */
  readonly refusal?: string
}

/** What one look at a file may find out. */
export interface Finding extends Pick<FileDescription, 'kind'>, Partial<Pick<FileDescription, 'family' | 'latents'>> {
  readonly variants?: readonly string[]
  readonly refusal?: string
}
