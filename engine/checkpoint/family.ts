/** The models that a file belongs to: Stable Diffusion 1.x, 2.x, SDXL. */
export type Family = 'sd1' | 'sd2' | 'sdxl' | 'sdxl-refiner' | 'unknown'

/** The kind of a CLIP text encoder: OpenAI's ViT-L, OpenCLIP's ViT-H and ViT-bigG. */
export type ClipKind = 'clipL' | 'clipH' | 'clipG'

/**
 * Latents by their autoencoder: SD 1.x and 2.x share one, SDXL and its refiner another. Some UNets of these families were
 * trained again for the wider latents of Flux, SD 3 or Flux.2.
 */
export type LatentSpace = 'sd' | 'sdxl' | 'sd-or-sdxl' | 'flux' | 'sd3' | 'flux-or-sd3' | 'flux2' | 'unknown'

export const familyNames: Readonly<Record<Family, string>> = {
  sd1: 'SD 1.x',
  sd2: 'SD 2.x',
  sdxl: 'SDXL',
  'sdxl-refiner': 'SDXL refiner',
  unknown: 'an unknown family',
}

export const latentNames: Readonly<Record<LatentSpace, string>> = {
  sd: 'SD 1.x and 2.x',
  sdxl: 'SDXL',
  'sd-or-sdxl': 'SD or SDXL (4 channels)',
  flux: 'Flux (16 channels)',
  sd3: 'SD 3 (16 channels)',
  'flux-or-sd3': 'Flux or SD 3 (16 channels)',
  flux2: 'Flux.2 (32 channels)',
  unknown: 'an unknown family',
}

/** How a network reads latents z in VAE scale: x = scale·(z − shift). */
export interface LatentNumbers {
  readonly channels: number
  readonly scale: number
  readonly shift: number
}

const sd: LatentNumbers = { channels: 4, scale: 0.18215, shift: 0 }
const flux: LatentNumbers = { channels: 16, scale: 0.3611, shift: 0.1159 }

/** As in ComfyUI's latent_formats.py; the unknown ones are taken for SD 1.x's. Flux.2's VAE scales its latents itself. */
export const latentNumbers: Readonly<Record<LatentSpace, LatentNumbers>> = {
  sd,
  sdxl: { channels: 4, scale: 0.13025, shift: 0 },
  'sd-or-sdxl': sd,
  flux,
  sd3: { channels: 16, scale: 1.5305, shift: 0.0609 },
  'flux-or-sd3': flux,
  flux2: { channels: 32, scale: 1, shift: 0 },
  unknown: sd,
}

/** Spaces of which one is meant, where only the channels are known. */
const OPEN: Partial<Record<LatentSpace, readonly LatentSpace[]>> = {
  'sd-or-sdxl': ['sd', 'sdxl'],
  'flux-or-sd3': ['flux', 'sd3'],
}
export const isOpen = (space: LatentSpace): boolean => space in OPEN

/** Whether two files can have the same latents. */
export const sameLatents = (a: LatentSpace, b: LatentSpace): boolean =>
  a === b || Boolean(OPEN[a]?.includes(b) || OPEN[b]?.includes(a))

const SPACES: Readonly<Record<Family, LatentSpace>> = {
  sd1: 'sd',
  sd2: 'sd',
  sdxl: 'sdxl',
  'sdxl-refiner': 'sdxl',
  unknown: 'unknown',
}

export const latentsOf = (family: Family): LatentSpace => SPACES[family]

/** The width of the prompts that each family's attention reads: CLIP-L, CLIP-H, CLIP-L with CLIP-G, CLIP-G. */
const PROMPTS: Readonly<Record<number, Family>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl', 1280: 'sdxl-refiner' }

/** @param width  D of the prompts [N, L, D] */
export const familyOfPrompts = (width: number | undefined): Family => PROMPTS[width ?? 0] ?? 'unknown'

/** `SDXL (2048 values per token)` */
export const promptsInWords = (width: number): string =>
  `${familyNames[familyOfPrompts(width)]} (${width} values per token)`

/** The width of the token vectors of the encoder that shows the family: CLIP-L, CLIP-H, CLIP-G. */
const TOKENS: Readonly<Record<number, Family>> = { 768: 'sd1', 1024: 'sd2', 1280: 'sdxl' }

/** @param width  D of one token's vector, the input of a text encoder */
export const familyOfTokens = (width: number | undefined): Family => TOKENS[width ?? 0] ?? 'unknown'
