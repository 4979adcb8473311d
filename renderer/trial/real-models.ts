/** A file as it is published on huggingface.co. */
interface PublishedFile {
  readonly name: string
  /** OWNER/NAME on huggingface.co. */
  readonly repository: string
  /** ComfyUI's name of the folder that it goes into. */
  readonly folder: 'checkpoints' | 'loras'
  /** In words: decimal units, as huggingface.co shows them. */
  readonly size: string
}

/** A model that draws what its prompt says, and what a picture by it needs. */
export interface RealModel {
  readonly title: string
  readonly about: string
  readonly files: readonly PublishedFile[]
  /** Pixels: the width and height that it was trained on. */
  readonly pixels: number
  /**
   * The matrix products, in floating-point operations, that the CPU computes in the time of a step, and in that of the prompt and
   * the decoding of the picture. From README.md, "Accuracy and speed": seconds × the matrix speed of the same run.
   */
  readonly step: number
  readonly rest: number
  /** Bytes at the peak, the mapped file included; measured there too. */
  readonly memory: number
}

const hyper = { repository: 'ByteDance/Hyper-SD', folder: 'loras' } as const

/** Names and sizes as huggingface.co lists them. */
export const realModels: readonly RealModel[] = [
  {
    title: 'Stable Diffusion 1.5',
    about: 'The smaller one: it has the most add-ons.',
    files: [
      {
        name: 'v1-5-pruned-emaonly-fp16.safetensors',
        repository: 'Comfy-Org/stable-diffusion-v1-5-archive',
        folder: 'checkpoints',
        size: '2.13 GB',
      },
      { name: 'Hyper-SD15-1step-lora.safetensors', size: '269 MB', ...hyper },
    ],
    pixels: 512,
    step: 0.93e12,
    rest: 2.75e12,
    memory: 4.6e9,
  },
  {
    title: 'Stable Diffusion XL',
    about: 'Larger pictures that follow the prompt better.',
    files: [
      {
        name: 'sd_xl_base_1.0.safetensors',
        repository: 'stabilityai/stable-diffusion-xl-base-1.0',
        folder: 'checkpoints',
        size: '6.94 GB',
      },
      { name: 'Hyper-SDXL-1step-lora.safetensors', size: '787 MB', ...hyper },
    ],
    pixels: 1024,
    step: 8.7e12,
    rest: 14.8e12,
    memory: 13.1e9,
  },
]

export const addressOf = ({ repository, name }: PublishedFile): string =>
  `https://huggingface.co/${repository}/blob/main/${name}`

/**
 * How long a picture takes, rounded as an estimate is.
 *
 * @param evaluations  of the UNet: one for a step without guidance, two with it
 * @param flops  floating-point operations that the CPU computes in a second
 */
export function timeOf({ step, rest }: RealModel, evaluations: number, flops: number): string {
  const seconds = (evaluations * step + rest) / flops
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 90) return `${Math.round(seconds / 5) * 5} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
