import { latentPreview, picturePreview } from '../../engine/image/files/previews.ts'
import type { Image } from '../../engine/image/image.ts'
import type { Unfinished } from '../../engine/pipeline/unet/sample-latent.ts'

/** Milliseconds between two previews, at least: eyes need no more, and sampling must not wait for them. */
const pause = 80
/** Where there are no more steps than these, each has its preview: together they are a filmstrip of how it came about. */
const few = 12
/** The part of the time that decoding previews may take. */
const share = 0.1

/** Decodes an unfinished latent with a small decoder; null where there is none. */
export type Decode = (unfinished: Unfinished) => Promise<Image | null>

/**
 * Turns unfinished latents into small pictures, beside the sampling and never in its way: with `decode` where there is
 * such a decoder, as often as takes a tenth of the time; by the latent's colours until then, and where there is none.
 *
 * @param now  milliseconds
 */
export function previewer(decode: Decode, now = () => performance.now()) {
  /** What decoding took the last time, in this run or an earlier one. */
  let cost = 0

  return (show: (jpeg: Uint8Array, step: number, of: number) => void) => {
    let [last, lastDecoded] = [Number.NEGATIVE_INFINITY, now()]
    let decoded = false

    async function preview(unfinished: Unfinished, step: number, of: number): Promise<void> {
      const started = now()
      if (started - lastDecoded >= cost / share) {
        const picture = await decode(unfinished).catch(() => null)
        if (picture) {
          lastDecoded = now()
          cost = lastDecoded - started
          decoded = true
          return show(await picturePreview(picture), step, of)
        }
      }
      // A decoded picture is not followed by a mere guess at its colours.
      if (!decoded) show(await latentPreview(unfinished.latent, unfinished.rgb), step, of)
    }

    /** Shows what was reached after `step` of `of` steps, if it is time to. */
    return async (unfinished: Unfinished, step: number, of: number): Promise<void> => {
      if (of > few && now() - last < pause) return
      last = now()
      // A preview that fails is no reason for a picture to fail.
      await preview(unfinished, step, of).catch(() => {})
    }
  }
}
