import type { LatentNumbers } from '../../checkpoint/family.ts'
import { repeatBatch } from '../../tensor/batch.ts'
import { resize } from '../../tensor/resize/resize.ts'
import { scale } from '../../tensor/resize/scale.ts'
import { joinChannels, map, stack, type Tensor, tensor } from '../../tensor/tensor.ts'
import type { EncodedPrompt } from '../types.ts'

/** The extra input channels for one prompt, of an inpainting UNet [N, 5, h, w]: mask, then masked latent in model scale; of an editing one [N, 4, h, w]. */
export type InpaintChannels = (prompt: EncodedPrompt) => Tensor

/** The mask at latent resolution: [N, 1, h, w], 1 = paint anew; a single mask is used for the whole batch. */
export function latentMask(mask: Tensor, [n, , h, w]: readonly number[]): Tensor {
  return repeatBatch(resize(mask, { width: w!, height: h!, method: 'bilinear' }), n!)
}

/** The latent of a mid-grey picture in SD 1.x's VAE, per channel: used where there is no picture to keep (ComfyUI). */
const GREY = [0.8223, -0.6876, 0.6364, 0.138]

/**
 * The five extra channels of a 9-channel UNet — Rombach et al. 2022, arXiv:2112.10752, §4.5: where to paint, and the
 * latent of the picture with that region greyed out.
 *
 * InpaintModelConditioning puts both into the prompt; for another size they are scaled, and cropped to its proportions.
 * Otherwise the latent's own mask and picture are used, and without a mask everything is painted anew.
 *
 * @param latent in model scale
 */
export function inpaintChannels(
  latent: Tensor,
  mask: Tensor | undefined,
  { scale: by }: LatentNumbers,
): InpaintChannels {
  const [n, , h, w] = latent.dims as [number, number, number, number]
  return ({ inpaint }: EncodedPrompt) => {
    const fitted = (x: Tensor) => repeatBatch(scale(x, { width: w, height: h, method: 'bilinear', crop: 'center' }), n)
    const painted = inpaint ? fitted(inpaint.mask) : mask
    if (!painted) return joinChannels(constant([1], n, h, w), constant(GREY, n, h, w))
    const masked = inpaint ? map(fitted(inpaint.latent), v => v * by) : latent
    // torch rounds ½ to 0, the even neighbour; ½ occurs where the edge of a mask halves a latent pixel.
    return joinChannels(
      map(painted, v => (v > 0.5 ? 1 : 0)),
      masked,
    )
  }
}

/**
 * The four extra channels of an 8-channel UNet, which edits a picture as the prompt says: the picture's latent — Brooks et al.
 * 2022, arXiv:2211.09800, §3.2. Without a picture they are 0. A picture of another size is scaled and cropped.
 *
 * @param scaleBy  1 for InstructPix2Pix, which was trained on latents in VAE scale; the model's scale for CosXL Edit
 */
export function editChannels([n, , h, w]: readonly number[], scaleBy: number): InpaintChannels {
  return ({ edited }) => {
    if (!edited) return constant([0, 0, 0, 0], n!, h!, w!)
    const fitted = scale(edited, { width: w!, height: h!, method: 'bilinear', crop: 'center' })
    return map(repeatBatch(fitted, n!), value => value * scaleBy)
  }
}

/** [N, C, h, w] with one value per channel. */
function constant(values: readonly number[], n: number, h: number, w: number): Tensor {
  const one = tensor([1, values.length, h, w], Float32Array.from(values.flatMap(v => Array<number>(h * w).fill(v))))
  return stack(Array<Tensor>(n).fill(one))
}
