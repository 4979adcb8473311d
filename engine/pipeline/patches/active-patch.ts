import type { UnetHooks } from '../../networks/unet.ts'
import type { Weights } from '../../onnx/weights.ts'
import type { Feed } from '../../runtime/session.ts'

/** A change of the UNet's graph in one evaluation. */
export interface ActivePatch {
  /** Everything that the graph depends on; strengths are inputs and not in it. */
  readonly key: string
  /** The inputs that `hooks` declares, by name. */
  readonly feeds: Readonly<Record<string, Feed>>
  /** Those that differ from image to image. */
  imageFeeds?(images: readonly ImageOfRun[]): Readonly<Record<string, Feed>>
  /** Writes its part of the graph. @param latent  the size of the network's input */
  hooks(weights: Weights, latent: { readonly height: number; readonly width: number }): UnetHooks
}

/** One image of an evaluation of the network. */
export interface ImageOfRun {
  /** Its index in the batch. */
  readonly row: number
  /** It is what guidance compares the picture with. */
  readonly isNegative: boolean
}

/** The hooks of several patches, in their order. */
export function joined(all: readonly UnetHooks[]): UnetHooks {
  if (all.length < 2) return all[0] ?? {}
  return {
    input: (h, block) => all.reduce((h, { input }) => input?.(h, block) ?? h, h),
    afterSkip: (h, block) => all.reduce((h, { afterSkip }) => afterSkip?.(h, block) ?? h, h),
    output: (h, skip) =>
      all.reduce<readonly [typeof h, typeof h]>(([h, skip], { output }) => output?.(h, skip) ?? [h, skip], [h, skip]),
    selfAttention: (tokens, place) =>
      all.reduce<ReturnType<NonNullable<UnetHooks['selfAttention']>>>((before, { selfAttention }) => {
        const next = selfAttention?.(before?.queries ?? tokens, place)
        if (!before || !next) return next ?? before
        return { queries: next.queries, back: y => before.back(next.back(y)) }
      }, undefined),
    between: (tokens, place) => all.reduce((x, { between }) => between?.(x, place) ?? x, tokens),
    sources: context =>
      all.reduce<readonly [typeof context, typeof context]>(
        ([keys, values], { sources }) => (sources ? [sources(keys)[0], sources(values)[1]] : [keys, values]),
        [context, context],
      ),
    attention: (...given) =>
      all.reduce<(typeof given)[0] | undefined>((y, { attention }) => y ?? attention?.(...given), undefined),
    crossAttention: (y, ...rest) => all.reduce((y, { crossAttention }) => crossAttention?.(y, ...rest) ?? y, y),
  }
}
