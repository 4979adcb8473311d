import type { FileKind } from './family.ts'

/** What a file of each kind is called in a sentence: "it is a LoRA". */
export const kindNames: Readonly<Record<FileKind, string>> = {
  checkpoint: 'a checkpoint',
  unet: 'a UNet alone',
  'text-encoder': 'a text encoder alone',
  vae: 'a VAE alone',
  lora: 'a LoRA',
  controlnet: 'a ControlNet',
  upscaler: 'an upscaler',
  embedding: 'an embedding',
  unknown: 'a .safetensors file of a kind not known here',
}
