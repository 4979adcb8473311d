/** Which models a file belongs to: Stable Diffusion 1.x, 2.x, SDXL. */
export type Family = 'sd1' | 'sd2' | 'sdxl' | 'sdxl-refiner' | 'unknown'

/** How wide the prompts are that a family's attention reads: CLIP-L, CLIP-H, CLIP-L with CLIP-G, CLIP-G. */
const PROMPTS: Readonly<Record<number, Family>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl', 1280: 'sdxl-refiner' }

/** @param width  D of the prompts [N, L, D] */
export const familyOfPrompts = (width: number | undefined): Family => PROMPTS[width ?? 0] ?? 'unknown'

/** How wide the token vectors are of the encoder that tells a family: CLIP-L, CLIP-H, CLIP-G. */
const TOKENS: Readonly<Record<number, Family>> = { 768: 'sd1', 1024: 'sd2', 1280: 'sdxl' }

/** @param width  D of one token's vector, before any text encoder */
export const familyOfTokens = (width: number | undefined): Family => TOKENS[width ?? 0] ?? 'unknown'
