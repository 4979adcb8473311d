import { join } from 'node:path'

/** The directories of each kind of file, absolute, in the order they are searched. Plain data, so that it can be sent. */
export type Folders = Readonly<Record<string, readonly string[]>>

/** ComfyUI's folder keys, each with its directories below a models root. */
const directories: Readonly<Record<string, readonly string[]>> = {
  checkpoints: ['checkpoints'],
  loras: ['loras'],
  vae: ['vae'],
  text_encoders: ['text_encoders', 'clip'],
  diffusion_models: ['unet', 'diffusion_models'],
  clip_vision: ['clip_vision'],
  style_models: ['style_models'],
  embeddings: ['embeddings'],
  vae_approx: ['vae_approx'],
  controlnet: ['controlnet', 't2i_adapter'],
  upscale_models: ['upscale_models'],
  hypernetworks: ['hypernetworks'],
  gligen: ['gligen'],
  ipadapter: ['ipadapter'],
  inpaint: ['inpaint'],
  depthanything: ['depthanything'],
}

/** Old names; and latents and encoded pictures, which ComfyUI keeps among the input pictures. */
const otherKeys: Readonly<Record<string, string>> = {
  clip: 'text_encoders',
  unet: 'diffusion_models',
  latents: 'input',
  ipadapter_embeds: 'input',
}

/** The key under which a folder's directories are known: `unet` is `diffusion_models`. */
export const folderKey = (key: string): string => otherKeys[key] ?? key

/** What one file of a folder is called in a sentence. */
const nouns: Readonly<Record<string, string>> = {
  checkpoints: 'checkpoint',
  loras: 'LoRA',
  vae: 'VAE',
  text_encoders: 'text encoder',
  diffusion_models: 'diffusion model',
  clip_vision: 'CLIP vision model',
  style_models: 'style model',
  hypernetworks: 'hypernetwork',
  gligen: 'GLIGEN model',
  embeddings: 'embedding',
  vae_approx: 'preview decoder',
  controlnet: 'ControlNet',
  upscale_models: 'upscaler',
  ipadapter: 'IP-Adapter',
  inpaint: 'inpaint model',
  depthanything: 'depth model',
  input: 'input image',
  latents: 'latent',
  ipadapter_embeds: 'file of encoded pictures',
}
export const fileNoun = (folder: string): string => nouns[folder] ?? nouns[folderKey(folder)] ?? `${folder} file`

/** A models folder in ComfyUI's layout: `root/checkpoints`, `root/loras` … */
export const modelsRoot = (root: string): Folders =>
  Object.fromEntries(Object.entries(directories).map(([key, names]) => [key, names.map(name => join(root, name))]))

/** All of them; what comes first is searched first. A directory named twice is searched once. */
export function joinFolders(...all: readonly Folders[]): Folders {
  const joined: Record<string, readonly string[]> = {}
  for (const folders of all)
    for (const [key, paths] of Object.entries(folders))
      joined[folderKey(key)] = [...new Set([...(joined[folderKey(key)] ?? []), ...paths])]
  return joined
}
