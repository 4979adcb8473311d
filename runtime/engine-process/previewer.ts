import { latentPreview } from '../../engine/image/latent-preview.ts'
import type { Unfinished } from '../../engine/pipeline/sample-latent.ts'

/** Milliseconds between two previews, at least: eyes need no more, and sampling must not wait for them. */
const pause = 80

/** Turns unfinished latents into small pictures, beside the sampling and never in its way. */
export function previewer(show: (jpeg: Uint8Array) => void): (unfinished: Unfinished) => void {
  let last = Number.NEGATIVE_INFINITY
  return ({ latent, rgb }) => {
    const now = performance.now()
    if (now - last < pause) return
    last = now
    // A preview that fails is no reason for a picture to fail.
    latentPreview(latent, rgb).then(show, () => {})
  }
}
