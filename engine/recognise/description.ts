import type { ClipKind, Family, LatentNumbers, LatentSpace } from '../checkpoint/family.ts'
import type { Dtype } from '../checkpoint/files/dtype.ts'

/** What a file is. `foreign`: a network of another model than Stable Diffusion, recognised by name. */
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
  | 'style-model'
  | 'gligen'
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
  /** The prefix of its keys; empty for a file of one network. Text encoders: the part before `text_model.`. */
  readonly prefix: string
  readonly parameters: number
  readonly dtypes: readonly Dtype[]
}

export interface FileDescription {
  readonly kind: FileKind
  /** The family whose prompts it reads. */
  readonly family: Family
  /** The latents that it reads or writes. */
  readonly latents: LatentSpace
  /** Its variants by their common names: `inpainting`, `SSD-1B`, `union`, `plus`. */
  readonly variants: readonly string[]
  /** The UNet has mask and masked-latent channels. */
  readonly inpainting: boolean
  readonly parts: Readonly<Partial<Record<PartName, Part>>>
  /** How its network reads latents. */
  readonly latentNumbers: LatentNumbers
  /** Channels of the latents that its UNet or VAE reads or writes. */
  readonly latentChannels?: number
  /** D of the prompts that the UNet reads. */
  readonly contextWidth?: number
  /** Why it cannot be run, as the end of "NAME is …". */
  readonly refusal?: string
}

/** The result of a test for one kind of file. */
export interface Finding
  extends Pick<FileDescription, 'kind' | 'latentChannels'>,
    Partial<Pick<FileDescription, 'family' | 'latents'>> {
  readonly variants?: readonly string[]
  readonly refusal?: string
}
