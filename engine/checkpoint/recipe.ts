import type { SamplerName } from '../sampling/sampler-spec.ts'
import type { SchedulerName } from '../sampling/schedules/schedule.ts'

/** How a few-step file wants to be run. */
export interface Recipe {
  readonly title: string
  readonly steps: number
  readonly sampler: SamplerName | 'tcd'
  /** A schedule of the KSampler nodes, or the node that makes this file's own. */
  readonly scheduler: SchedulerName | 'HyperSDXL1StepUnetScheduler' | 'SDTurboScheduler'
  /** 1 is off: one pass a step, the negative prompt unused. */
  readonly cfg: number
  /** γ of TCD; only where the sampler is `tcd`. */
  readonly eta?: number
  /** Of the LoRA; 1 for a checkpoint or a UNet. */
  readonly strength: number
  /** A sentence or two for the user. */
  readonly why: string
  /** Who says so. */
  readonly source: string
}

interface Row extends Recipe {
  /** What the file is called, in lower case, with `-` between words. */
  readonly file: RegExp
}

const hyper = 'model card of ByteDance/Hyper-SD (Ren et al. 2024, arXiv:2404.13686)'
const lightning = 'model card of ByteDance/SDXL-Lightning (Lin et al. 2024, arXiv:2402.13929)'
const turbo = 'model cards of stabilityai/sd-turbo and sdxl-turbo'

/** The first row that fits counts. */
const rows: readonly Row[] = [
  {
    file: /^micro-hyper-lora/,
    title: 'the built-in Hyper LoRA (1 to 8 steps)',
    steps: 4,
    sampler: 'tcd',
    scheduler: 'simple',
    cfg: 1,
    eta: 0.3,
    strength: 1,
    why: 'Trained for TCD with guidance inside. 1 step gives a quick look, 4 steps a nicer picture.',
    source: 'models/MODEL_CARD.md',
  },
  {
    file: /hyper-?sd(15|xl)-1-?steps?-lora/,
    title: 'Hyper-SD unified LoRA (1 to 8 steps)',
    steps: 1,
    sampler: 'tcd',
    scheduler: 'simple',
    cfg: 1,
    eta: 1,
    strength: 1,
    why: 'One LoRA for 1 to 8 steps of TCD, best up to 4. With more than one step, lower eta for more detail.',
    source: hyper,
  },
  ...[2, 4, 8].map(
    (steps): Row => ({
      file: new RegExp(`hyper-?sd(15|xl)-${steps}-?steps?-lora`),
      title: `Hyper-SD ${steps}-step LoRA`,
      steps,
      sampler: 'ddim',
      scheduler: 'simple',
      cfg: 1,
      strength: 1,
      why: `Made for exactly ${steps} steps of DDIM, evenly spaced from timestep 999 down. If pictures look burnt, try strength 0.8.`,
      source: hyper,
    }),
  ),
  ...[8, 12].map(
    (steps): Row => ({
      file: new RegExp(`hyper-?sd(15|xl)-${steps}-?steps?-cfg-lora`),
      title: `Hyper-SD ${steps}-step CFG LoRA`,
      steps,
      sampler: 'ddim',
      scheduler: 'simple',
      cfg: 5,
      strength: 1,
      why: 'Keeps guidance, so the negative prompt works. cfg 5 to 8 as published, 3 to 7 in use.',
      source: hyper,
    }),
  ),
  {
    file: /hyper-?sdxl-1-?step-unet/,
    title: 'Hyper-SDXL 1-step UNet',
    steps: 1,
    sampler: 'lcm',
    scheduler: 'HyperSDXL1StepUnetScheduler',
    cfg: 1,
    strength: 1,
    why: 'Predicts the picture from timestep 800, not from 999 as other models do.',
    source: hyper,
  },
  {
    file: /tcd-(sd(v?1-?5|v?2-?1|xl)[a-z0-9-]*-)?lora/,
    title: 'TCD LoRA (2 to 50 steps)',
    steps: 4,
    sampler: 'tcd',
    scheduler: 'simple',
    cfg: 1,
    eta: 0.3,
    strength: 1,
    why: 'Step count may be chosen freely; raise eta when steps rise.',
    source: 'jabir-zheng/TCD (Zheng et al. 2024, arXiv:2402.19159)',
  },
  {
    file: /turbo-?mix/,
    title: 'LCM and Turbo mix LoRA',
    steps: 6,
    sampler: 'lcm',
    scheduler: 'sgm_uniform',
    cfg: 2,
    strength: 0.8,
    why: 'A community merge of two LoRAs: blurry at 4 steps and below, burnt at full strength.',
    source: 'community practice',
  },
  {
    file: /lcm-lora|lcm-s?sd[a-z0-9-]*-lora/,
    title: 'LCM LoRA (4 to 8 steps)',
    steps: 4,
    sampler: 'lcm',
    scheduler: 'simple',
    cfg: 1,
    strength: 1,
    why: 'Best after a ModelSamplingDiscrete node set to lcm. cfg up to 2 makes the prompt count more; above it pictures break.',
    source: 'model cards of latent-consistency (Luo et al. 2023, arXiv:2311.05556)',
  },
  {
    file: /sdxl-lightning-1-?step/,
    title: 'SDXL-Lightning 1-step, experimental',
    steps: 1,
    sampler: 'euler',
    scheduler: 'sgm_uniform',
    cfg: 1,
    strength: 1,
    why: 'Predicts the picture itself, not the noise: it needs a ModelSamplingDiscrete node set to x0.',
    source: lightning,
  },
  ...[2, 4, 8].map(
    (steps): Row => ({
      file: new RegExp(`sdxl-lightning-${steps}-?steps?`),
      title: `SDXL-Lightning ${steps}-step`,
      steps,
      sampler: 'euler',
      scheduler: 'sgm_uniform',
      cfg: 1,
      strength: 1,
      why: `Made for exactly ${steps} steps; the UNet or checkpoint draws better than the LoRA.`,
      source: lightning,
    }),
  ),
  {
    file: /^sd-turbo|^sd-?xl-turbo/,
    title: 'SD Turbo or SDXL Turbo (1 to 4 steps)',
    steps: 1,
    sampler: 'euler_ancestral',
    scheduler: 'SDTurboScheduler',
    cfg: 1,
    strength: 1,
    why: 'Made for pictures of 512×512. The licence is non-commercial.',
    source: turbo,
  },
]

/**
 * The published way to run a few-step file, known by what the file is called.
 *
 * @param fileName  with or without folders and extension; `-`, `_`, `.` and spaces are the same
 * @returns         null for a file that has no row here
 */
export function recipeFor(fileName: string): Recipe | null {
  const name = fileName
    .split(/[\\/]/)
    .at(-1)!
    .toLowerCase()
    .replaceAll(/[-_.\s]+/g, '-')
  const row = rows.find(({ file }) => file.test(name))
  if (!row) return null
  const { file: _, ...recipe } = row
  return recipe
}
