import { z } from 'zod'
import { nodesOfSampler } from './sampler-nodes.ts'

/**
 * The settings that a few-step file is made for, in the words of the nodes that run it. A recipe is plain data: it is
 * read from a table, beside the signs that its file is recognised by, and sent to whoever draws or checks a graph.
 */

const number = z.number({ error: 'expected a number' })
const whole = z.int({ error: 'expected a whole number' }).min(1, { error: 'expected a whole number from 1 up' })

/** What is allowed, and what is best within it. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly best: number
}

const rangeOf = (value: z.ZodType<number>) =>
  z
    .strictObject({ from: value, to: value, best: value })
    .refine(({ from, to, best }) => from <= best && best <= to, { error: 'expected from ≤ best ≤ to' })

/** `4`, or `{"from": 1, "to": 8, "best": 4}`. */
const steps = z.union([whole.transform((n): Range => ({ from: n, to: n, best: n })), rangeOf(whole)], {
  error: 'expected a whole number, or {"from", "to", "best"}',
})

const slug = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, { error: 'expected small letters, digits, - and .' })
const text = z.string({ error: 'expected a text' }).min(1, { error: 'expected a text' })
const texts = z.array(text, { error: 'expected a list of texts' })

export const recipe = z.strictObject({
  id: slug,
  title: text,
  /** What kind of file it is for: the node that loads it follows. */
  kind: z.enum(['lora', 'unet', 'checkpoint'], { error: 'expected lora, unet or checkpoint' }),
  family: z.enum(['sd1', 'sd2', 'sdxl'], { error: 'expected sd1, sd2 or sdxl' }),
  steps,
  /** Names of a KSampler's samplers, or of `sampler-nodes.ts`; the first is recommended, the others work too. */
  samplers: texts.min(1, { error: 'expected at least one sampler' }),
  /** Names of a KSampler's schedules, or the type of a node that makes the noise levels. */
  schedules: texts.min(1, { error: 'expected at least one schedule' }),
  /** The published ones, where they are few and fixed. */
  timesteps: z.array(z.int({ error: 'expected whole numbers' })).optional(),
  /** σ of the one timestep, where the schedule is `SetFirstSigma`. */
  firstSigma: number.optional(),
  /** What ModelSamplingDiscrete must say; absent where the checkpoint's own is right. */
  prediction: z
    .enum(['eps', 'v_prediction', 'lcm', 'x0'], { error: 'expected eps, v_prediction, lcm or x0' })
    .optional(),
  /** What Timestep Shift Model must say; absent where the model is not shifted. */
  shiftedTimestep: whole.optional(),
  /** 1 is off: one pass a step, the negative prompt unused. */
  cfg: rangeOf(number),
  /** γ of TCD. A range of 0 alone: no new noise between steps. */
  eta: rangeOf(number).optional(),
  /** Of a LoRA; `often` is what people use where it is not what was published. */
  strength: z.strictObject({ from: number, to: number, best: number, often: number.optional() }).optional(),
  /** A sentence or two for the user. */
  why: text,
  /** Who says so. */
  source: text,
  /** What the weights and the code that made them may be used for, and who says so. Every row that ships has it. */
  licence: z.strictObject({ weights: text, code: text, source: text }).optional(),
})

type ReadonlyDeep<T> = { readonly [K in keyof T]: T[K] extends object | undefined ? ReadonlyDeep<T[K]> : T[K] }
export type Recipe = ReadonlyDeep<z.infer<typeof recipe>>

/** Schedules that are a node of their own, wired to SamplerCustom. */
export const scheduleNodes = ['HyperSDXL1StepUnetScheduler', 'SDTurboScheduler', 'SetFirstSigma'] as const
export const isScheduleNode = (schedule: string): boolean => (scheduleNodes as readonly string[]).includes(schedule)

/** Its settings in one line: `4 steps (1 to 8 work), TCD with eta 0.3, simple, cfg 1, strength 1`. */
export function settingsLine(recipe: Recipe): string {
  const { steps, samplers, schedules, prediction, shiftedTimestep, cfg, eta, strength } = recipe
  const [sampler] = samplers
  const own = nodesOfSampler(sampler)
  return [
    `${steps.best} ${steps.best === 1 ? 'step' : 'steps'}${steps.from < steps.to ? ` (${steps.from} to ${steps.to} work)` : ''}`,
    own ? `${own.title}${eta ? ` with eta ${eta.best}` : ''}` : sampler,
    schedules[0],
    ...(prediction ? [`prediction ${prediction}`] : []),
    ...(shiftedTimestep ? [`timesteps shifted to ${shiftedTimestep}`] : []),
    `cfg ${cfg.best}`,
    ...(strength
      ? [`strength ${strength.best}${strength.often === undefined ? '' : ` (often ${strength.often})`}`]
      : []),
  ].join(', ')
}

/** `Licence of the weights: MIT; of the code: MIT (model page of …)`. A row of a person's own may not say it. */
export const licenceLine = ({ licence }: Recipe): string =>
  licence
    ? `Licence of the weights: ${licence.weights}; of the code: ${licence.code} (${licence.source})`
    : 'Licence: not stated in this row'
