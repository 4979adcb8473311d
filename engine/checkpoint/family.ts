/** The models that a file belongs to: Stable Diffusion 1.x, 2.x, SDXL. */
export type Family = 'sd1' | 'sd2' | 'sdxl' | 'sdxl-refiner' | 'unknown'

/** The kind of a CLIP text encoder: OpenAI's ViT-L, OpenCLIP's ViT-H and ViT-bigG. */
export type ClipKind = 'clipL' | 'clipH' | 'clipG'

/** Latents by their autoencoder: SD 1.x and 2.x share one, SDXL and its refiner another. */
export type LatentSpace = 'sd' | 'sdxl' | 'unknown'

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
  unknown: 'an unknown family',
}

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
