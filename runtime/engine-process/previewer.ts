import { latentPreview, picturePreview } from '../../engine/image/files/previews.ts'
import type { Image } from '../../engine/image/image.ts'
import type { Unfinished } from '../../engine/pipeline/unet/sample-latent.ts'

/** The shortest time between two previews, in milliseconds: 12 a second look smooth. */
const pause = 80
/** With at most this many steps every step has a preview: together they are the film strip of the picture. */
const few = 12
/** The part of the time that decoding previews may take. */
const share = 0.1

/** Milliseconds of a step after which sampling waits until its preview is sent. That takes about 5, which are not noticed then. */
const long = 200

/**
 * Says whether sampling waits for the preview of a step that has just ended. Networks compute on the thread that sends previews: what
 * is not sent before the next step is sent after it.
 */
export function waiting(now = () => performance.now()): () => boolean {
  let last = now()
  return () => {
    const isLong = now() - last >= long
    last = now()
    return isLong
  }
}

/** Decodes an unfinished latent with a small decoder; null where there is none. */
export type Decode = (unfinished: Unfinished) => Promise<Image | null>

/**
 * Turns unfinished latents into small pictures while sampling goes on. `decode` is used as often as takes a tenth of the
 * time; before its first picture, and where there is no decoder, the picture is made of the latent's colours.
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
      // After a decoded picture, one that is made of colours would be a step back.
      if (!decoded) show(await latentPreview(unfinished.latent, unfinished.rgb), step, of)
    }

    /** Shows the picture after `step` of `of` steps, if enough time has passed. */
    return async (unfinished: Unfinished, step: number, of: number): Promise<void> => {
      if (of > few && now() - last < pause) return
      last = now()
      // A preview that fails must not fail the run.
      await preview(unfinished, step, of).catch(() => {})
    }
  }
}
