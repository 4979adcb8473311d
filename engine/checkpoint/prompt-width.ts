/** Which models a file belongs to: Stable Diffusion 1.x, 2.x, SDXL. */
export type Family = 'sd1' | 'sd2' | 'sdxl' | 'sdxl-refiner' | 'unknown'

/** How wide the prompts are that a family's attention reads: CLIP-L, CLIP-H, CLIP-L with CLIP-G, CLIP-G. */
const FAMILIES: Readonly<Record<number, Family>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl', 1280: 'sdxl-refiner' }

/** @param width  D of the prompts [N, L, D] */
export const familyOfPrompts = (width: number | undefined): Family => FAMILIES[width ?? 0] ?? 'unknown'
