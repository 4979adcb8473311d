import type { Sessions } from '../runtime/sessions.ts'
import { rows, stack, type Tensor, tensor } from '../tensor/tensor.ts'
import { fromImage, toImage } from './pixels.ts'
import type { Image, Latent, Vae } from './types.ts'
import { vaeNetwork } from './vae-network.ts'

export interface VaeContext {
  readonly sessions: Sessions
  readonly signal: AbortSignal
  progress(done: number, of: number): void
}

/** Latents to pictures, one at a time. @returns [N, 8h, 8w, 3], 0 … 1 */
export async function decodeLatent(vae: Vae, latent: Latent, context: VaeContext): Promise<Image> {
  const network = await vaeNetwork(vae, 'decode')
  return eachImage(latent.samples, context, async x => {
    const { out } = await context.sessions.run(network(x.dims), { x })
    return toImage(out!)
  })
}

/**
 * Pictures to latents: the posterior's mean, no sampling, as ComfyUI does it. The edges are cropped evenly to a
 * multiple of 8.
 *
 * @param image [N, H, W, 3 or 4], 0 … 1
 * @returns     [N, 4, H/8, W/8] in VAE scale
 */
export async function encodeImage(vae: Vae, image: Image, context: VaeContext): Promise<Tensor> {
  const network = await vaeNetwork(vae, 'encode')
  return eachImage(image, context, async picture => {
    const x = fromImage(picture)
    const { out } = await context.sessions.run(network(x.dims), { x })
    const [n, moments, h, w] = out!.dims as [number, number, number, number]
    return tensor([n, moments / 2, h, w], out!.data.slice(0, out!.data.length / 2))
  })
}

async function eachImage(
  batch: Tensor,
  { signal, progress }: VaeContext,
  one: (x: Tensor) => Promise<Tensor>,
): Promise<Tensor> {
  const results: Tensor[] = []
  for (let i = 0; i < batch.dims[0]!; i++) {
    signal.throwIfAborted()
    results.push(await one(rows(batch, i, i + 1)))
    progress(i + 1, batch.dims[0]!)
  }
  return stack(results)
}
