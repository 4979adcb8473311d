import type { Json } from '../json.ts'
import type { Prompt, PromptNode } from '../prompt.ts'
import { readSampler } from './a1111-samplers.ts'

type Settings = ReadonlyMap<string, string>

interface Passes {
  readonly settings: Settings
  /** The size of the first pass, as the settings name it. */
  readonly size: readonly [number, number]
  /** The inputs of the first sampler. */
  readonly first: PromptNode['inputs']
  /** The output of the autoencoder. */
  readonly vae: Json
  findUpscaler(name: string): string
}

/**
 * The second pass ("Hires fix") of A1111's parameters: the latent or the picture is enlarged and sampled again. Its nodes
 * are numbered from 20, its sampler is the last.
 *
 * @returns undefined where the settings have no second pass
 */
export function hiresPass({
  settings,
  size,
  first,
  vae,
  findUpscaler,
}: Passes): { nodes: Prompt; sampler: string } | undefined {
  const target = targetOf(settings, size)
  if (!target) return undefined
  const [width, height] = target
  const upscaler = settings.get('hires upscaler') ?? 'Latent'
  const node = (class_type: string, inputs: PromptNode['inputs']): PromptNode => ({ class_type, inputs })
  const enlarged: Record<string, PromptNode> = {}
  let latent: Json = ['20', 0]
  if (/^latent\b/i.test(upscaler)) {
    const method = /nearest/i.test(upscaler) ? 'nearest-exact' : /bicubic/i.test(upscaler) ? 'bicubic' : 'bilinear'
    enlarged['20'] = node('LatentUpscale', {
      samples: ['6', 0],
      upscale_method: method,
      width,
      height,
      crop: 'disabled',
    })
  } else {
    enlarged['20'] = node('VAEDecode', { samples: ['6', 0], vae })
    const isFile = !/^(none|lanczos|nearest)$/i.test(upscaler)
    if (isFile) {
      enlarged['21'] = node('UpscaleModelLoader', { model_name: findUpscaler(upscaler) })
      enlarged['22'] = node('ImageUpscaleWithModel', { upscale_model: ['21', 0], image: ['20', 0] })
    }
    const method = /nearest/i.test(upscaler) ? 'nearest-exact' : 'lanczos'
    const image = [isFile ? '22' : '20', 0]
    enlarged['23'] = node('ImageScale', { image, upscale_method: method, width, height, crop: 'disabled' })
    enlarged['24'] = node('VAEEncode', { pixels: ['23', 0], vae })
    latent = ['24', 0]
  }
  return {
    nodes: { ...enlarged, '25': node('KSampler', { ...first, ...changes(settings), latent_image: latent }) },
    sampler: '25',
  }
}

/** What the second pass has of its own. */
function changes(settings: Settings): PromptNode['inputs'] {
  const number = (name: string) => Number.parseFloat(settings.get(name) ?? '')
  const [steps, cfg, denoise] = [number('hires steps'), number('hires cfg scale'), number('denoising strength')]
  const name = settings.get('hires sampler')
  const own = name && !/^use same/i.test(name) ? readSampler(name, settings.get('hires schedule type')) : undefined
  return {
    ...(steps > 0 && { steps }),
    ...(cfg > 0 && { cfg }),
    ...(own && { sampler_name: own.sampler, scheduler: own.scheduler }),
    denoise: Number.isFinite(denoise) ? denoise : 0.7,
  }
}

/** `Hires resize: 1024x1280`, else `Hires upscale: 2` times the size; whole multiples of 8. */
function targetOf(
  settings: Settings,
  [width, height]: readonly [number, number],
): readonly [number, number] | undefined {
  const whole = (side: number) => Math.max(8, Math.round(side / 8) * 8)
  const [, ...sides] = /^(\d{1,5})x(\d{1,5})$/.exec(settings.get('hires resize') ?? '') ?? []
  if (sides.length === 2 && sides.some(side => Number(side) > 0)) {
    const [w, h] = sides.map(Number) as [number, number]
    // Where one side is 0, it follows from the other.
    return [whole(w || (h * width) / height), whole(h || (w * height) / width)]
  }
  const scale = Number.parseFloat(settings.get('hires upscale') ?? '')
  return scale > 0 && scale <= 16 ? [whole(width * scale), whole(height * scale)] : undefined
}
