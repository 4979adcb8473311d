import type { FileDescription } from './description.ts'
import { inWords, withArticle } from './kind-names.ts'

/** What a file can be selected for, as a noun in a sentence. */
export type FileUse =
  | 'checkpoint'
  | 'diffusion model'
  | 'text encoder'
  | 'VAE'
  | 'LoRA'
  | 'ControlNet'
  | 'CLIP vision model'
  | 'unCLIP checkpoint'
  | 'IP-Adapter'
  | 'upscaler'
  | 'preview decoder'
  | 'embedding'
  | 'hypernetwork'
  | 'style model'
  | 'GLIGEN model'

const FITS: Readonly<Record<FileUse, (file: FileDescription) => boolean>> = {
  checkpoint: ({ kind }) => kind === 'checkpoint' || kind === 'unet',
  'diffusion model': ({ parts }) => parts.unet !== undefined,
  'text encoder': ({ parts }) => (parts.clipL ?? parts.clipH ?? parts.clipG) !== undefined,
  VAE: ({ kind, parts }) => parts.vae !== undefined || kind === 'taesd',
  LoRA: ({ kind }) => kind === 'lora',
  ControlNet: ({ kind }) => kind === 'controlnet' || kind === 't2i-adapter',
  'CLIP vision model': ({ parts }) => parts.clipVision !== undefined,
  'unCLIP checkpoint': ({ parts }) => parts.unet !== undefined && parts.clipVision !== undefined,
  'IP-Adapter': ({ kind }) => kind === 'ip-adapter',
  upscaler: ({ kind }) => kind === 'upscaler',
  'preview decoder': ({ kind }) => kind === 'taesd',
  embedding: ({ kind }) => kind === 'embedding',
  hypernetwork: ({ kind }) => kind === 'hypernetwork',
  'GLIGEN model': ({ kind }) => kind === 'gligen',
  'style model': ({ kind }) => kind === 'style-model',
}

export const isFileUse = (noun: string): noun is FileUse => Object.hasOwn(FITS, noun)

/** Whether the kind of a file allows this use, even if its model cannot be run. */
export const fitsUse = (file: FileDescription, use: FileUse): boolean => FITS[use](file)

/** Why a file cannot be used for this, as a sentence; null where it can. */
export function whyNot(name: string, file: FileDescription, use: FileUse): string | null {
  if (file.refusal !== undefined) return `${name} is ${file.refusal}`
  if (fitsUse(file, use)) return null
  return `${name} is not ${withArticle(use)}: it is ${inWords(file)}`
}
