import { fileURLToPath } from 'node:url'
import { fileRef } from '../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint } from '../../engine/pipeline/load.ts'
import { applyLora } from '../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../engine/pipeline/text/encode-prompt.ts'
import type { Clip, Model, Vae } from '../../engine/pipeline/types.ts'
import { sampleLatent } from '../../engine/pipeline/unet/sample-latent.ts'
import { decodeLatent } from '../../engine/pipeline/vae/vae.ts'
import { kindOf } from '../../engine/runtime/held.ts'
import { Sessions } from '../../engine/runtime/sessions.ts'
import { modelSampling } from '../../engine/sampling/model-sampling.ts'
import { calculateSigmas } from '../../engine/sampling/schedules/schedule.ts'
import { type Tensor, zeros } from '../../engine/tensor/tensor.ts'

/** Things that the small model for trying out draws (models/MODEL_CARD.md): 64 prompts. */
const things =
  'cat, dog, fox, lion, tiger, cow, pig, rabbit, bear, panda, frog, monkey, elephant, bird, duck, owl, penguin, turtle, fish, butterfly, bee, ladybug, red apple, green apple, banana, lemon, watermelon, strawberry, cherries, pineapple, carrot, mushroom, cheese, hamburger, pizza, ice cream, doughnut, birthday cake, coffee, car, bus, airplane, rocket, tree, pine tree, palm tree, cactus, sunflower, rose, sun, crescent moon, cloud, rainbow, star, earth, saturn, house, castle, mountain, balloon, gift, key, umbrella, robot'
export const gatePrompts: readonly string[] = things.split(', ').map(thing => `a ${thing}`)

/** How far another way of computing is from Exact. */
export interface PrecisionFigures {
  /** PSNR of whole pictures in decibels, one for each prompt. */
  readonly pictures: readonly number[]
  /** The same of the exact latents, decoded. */
  readonly decoded: readonly number[]
  /** √Σ(difference²) / √Σ(exact²) of each kind of network for equal inputs, the largest of all runs. */
  readonly networks: ReadonlyMap<string, number>
}

export interface GateSubject {
  readonly model: Model
  readonly clip: Clip
  readonly vae: Vae
  /** Pixels. */
  readonly size: number
}

/** The small model for trying out with its Hyper LoRA, at the size that it was trained for. */
export async function gateSubject(): Promise<GateSubject> {
  const { model, clip, vae } = await loadCheckpoint(await shipped('checkpoints/micro-sd.safetensors'))
  const lora = await shipped('loras/micro-hyper-lora.safetensors')
  return { model: (await applyLora({ model }, lora, { model: 1, clip: 0 })).model!, clip, vae, size: 128 }
}

/** A file of models/. */
export const shipped = (name: string) => fileRef(fileURLToPath(new URL(`../../models/${name}`, import.meta.url)))

/** A 1-step picture of each prompt in Exact and on `fast`. */
export async function precisionFigures(
  exact: Sessions,
  fast: Sessions,
  subject: GateSubject,
  prompts = gatePrompts,
): Promise<PrecisionFigures> {
  const both = new Both(exact, fast)
  const [pictures, decoded]: number[][] = [[], []]
  for (const [i, prompt] of prompts.entries()) {
    const expected = await pictureOf(subject, prompt, BigInt(i), exact)
    const actual = await pictureOf(subject, prompt, BigInt(i), both)
    pictures!.push(psnr(actual.picture, expected.picture))
    decoded!.push(psnr(await decodeLatent(subject.vae, expected.latent, contextOf(fast)), expected.picture))
  }
  return { pictures: pictures!, decoded: decoded!, networks: both.errors }
}

/** Runs every network on both for the same inputs and goes on with the numbers of `fast`. */
class Both extends Sessions {
  readonly errors = new Map<string, number>()
  readonly #exact: Sessions
  readonly #fast: Sessions

  constructor(exact: Sessions, fast: Sessions) {
    super({ device: 'cpu' })
    this.#exact = exact
    this.#fast = fast
  }

  override async run(...args: Parameters<Sessions['run']>): ReturnType<Sessions['run']> {
    const [expected, actual] = [await this.#exact.run(...args), await this.#fast.run(...args)]
    const kind = kindOf(args[0].label)
    for (const name of Object.keys(expected)) {
      const off = relativeError(actual[name]!, expected[name]!)
      this.errors.set(kind, Math.max(this.errors.get(kind) ?? 0, off))
    }
    return actual
  }
}

const contextOf = (sessions: Sessions) => ({
  sessions,
  signal: new AbortController().signal,
  find: async () => null,
  notice() {},
  progress() {},
})

async function pictureOf({ model, clip, vae, size }: GateSubject, prompt: string, seed: bigint, sessions: Sessions) {
  const positive = await encodePrompt(clip, prompt, contextOf(sessions))
  const { latent } = await sampleLatent(
    {
      guider: { kind: 'basic', model, positive },
      noise: { seed, added: true },
      latent: { samples: zeros([1, 4, size / 8, size / 8]) },
      sampler: { name: 'euler' },
      sigmas: calculateSigmas(modelSampling(model.sampling), 'sgm_uniform', 1),
    },
    contextOf(sessions),
  )
  return { latent, picture: await decodeLatent(vae, latent, contextOf(sessions)) }
}

const squares = (a: Tensor, b?: Tensor): number => a.data.reduce((sum, v, i) => sum + (v - (b?.data[i] ?? 0)) ** 2, 0)

const relativeError = (actual: Tensor, expected: Tensor): number =>
  Math.sqrt(squares(actual, expected) / squares(expected))

/** Of pictures 0 … 1; 200 where they are equal. */
const psnr = (actual: Tensor, expected: Tensor): number =>
  Math.min(200, -10 * Math.log10(squares(actual, expected) / expected.data.length))

export const spread = (values: readonly number[]) => {
  const ordered = values.toSorted((a, b) => a - b)
  return { median: ordered[ordered.length >> 1]!, worst: ordered[0]! }
}
