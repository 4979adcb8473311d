/** The dimension of [N, C, h, w] that `x`, `y` or their opposites name. @throws Error for `t`, which only video has */
export function latentAxis(dim: string): 2 | 3 {
  if (dim.endsWith('t')) throw new Error('A latent of pictures has no time: set dim to x or y.')
  return dim.endsWith('x') ? 3 : 2
}
