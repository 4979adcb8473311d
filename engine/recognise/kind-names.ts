import { familyNames } from '../checkpoint/family.ts'
import type { FileDescription, FileKind, PartName } from './description.ts'

/** The name of each kind on a label, and in a sentence: "it is a LoRA". */
export const kindNames: Readonly<Record<FileKind, readonly [title: string, inSentence: string]>> = {
  checkpoint: ['Checkpoint', 'a checkpoint'],
  unet: ['UNet', 'a UNet alone'],
  'text-encoder': ['Text encoder', 'a text encoder alone'],
  vae: ['VAE', 'a VAE alone'],
  taesd: ['TAESD', 'a TAESD'],
  lora: ['LoRA', 'a LoRA'],
  controlnet: ['ControlNet', 'a ControlNet'],
  't2i-adapter': ['T2I-Adapter', 'a T2I-Adapter'],
  'ip-adapter': ['IP-Adapter', 'an IP-Adapter'],
  'clip-vision': ['CLIP vision', 'a CLIP vision model'],
  upscaler: ['Upscaler', 'an upscaler'],
  embedding: ['Embedding', 'an embedding'],
  hypernetwork: ['Hypernetwork', 'a hypernetwork'],
  gligen: ['GLIGEN', 'a GLIGEN model'],
  'style-model': ['Style model', 'a style model'],
  foreign: ['Other model', 'a model of another kind'],
  unknown: ['Unknown', 'a model file of an unknown kind'],
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
  return `${kindNames[kind][1]}${made}${variants.length > 0 ? ` (${variants.join(', ')})` : ''}`
}
