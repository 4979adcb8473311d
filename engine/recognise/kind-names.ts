import { familyNames } from '../checkpoint/family.ts'
import type { FileDescription, FileKind, PartName } from './description.ts'

/** The name of each kind on a label. */
export const kindTitles: Readonly<Record<FileKind, string>> = {
  checkpoint: 'Checkpoint',
  unet: 'UNet',
  'text-encoder': 'Text encoder',
  vae: 'VAE',
  taesd: 'TAESD',
  lora: 'LoRA',
  controlnet: 'ControlNet',
  't2i-adapter': 'T2I-Adapter',
  'ip-adapter': 'IP-Adapter',
  'clip-vision': 'CLIP vision',
  upscaler: 'Upscaler',
  embedding: 'Embedding',
  hypernetwork: 'Hypernetwork',
  foreign: 'Other model',
  unknown: 'Unknown',
}

/** The name of each kind in a sentence: "it is a LoRA". */
const kindNames: Readonly<Record<FileKind, string>> = {
  checkpoint: 'a checkpoint',
  unet: 'a UNet alone',
  'text-encoder': 'a text encoder alone',
  vae: 'a VAE alone',
  taesd: 'a TAESD',
  lora: 'a LoRA',
  controlnet: 'a ControlNet',
  't2i-adapter': 'a T2I-Adapter',
  'ip-adapter': 'an IP-Adapter',
  'clip-vision': 'a CLIP vision model',
  upscaler: 'an upscaler',
  embedding: 'an embedding',
  hypernetwork: 'a hypernetwork',
  foreign: 'a model of another kind',
  unknown: 'a .safetensors file of an unknown kind',
}

export const partTitles: Readonly<Record<PartName, string>> = {
  unet: 'UNet',
  clipL: 'CLIP-L',
  clipH: 'CLIP-H',
  clipG: 'CLIP-G',
  vae: 'VAE',
  clipVision: 'CLIP vision',
}

export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`

/** A file in a few words: "a LoRA for SDXL", "a UNet alone for SD 1.x (inpainting)". */
export function inWords({ kind, family, variants }: Pick<FileDescription, 'kind' | 'family' | 'variants'>): string {
  const made = family === 'unknown' ? '' : ` for ${familyNames[family]}`
  return `${kindNames[kind]}${made}${variants.length > 0 ? ` (${variants.join(', ')})` : ''}`
}
