import { expect, test } from 'vitest'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import {
  calculateSigmas,
  type SchedulerName,
  schedulerNames,
  scheduleSigmas,
  schedules,
  sigmasBetween,
} from '../../../../engine/sampling/schedules/schedule.ts'
import { readGoldenJson } from '../../../goldens/read.ts'
import { expectCloseList } from '../close.ts'

interface Goldens {
  scheduler_names: SchedulerName[]
  calculate_sigmas: Record<string, Record<SchedulerName, Record<string, (number | null)[]>>>
  ksampler: {
    model: string
    sampler: string
    scheduler: SchedulerName
    steps: number
    denoise: number
    sigmas: (number | null)[]
  }[]
  ksampler_start_last: {
    scheduler: SchedulerName
    steps: number
    start_step: number | null
    last_step: number | null
    force_full_denoise: boolean
    sigmas: number[] | string
  }[]
}

// Reference: ComfyUI 0.3.64, comfy.samplers.calculate_sigmas and KSampler.
const goldens = readGoldenJson<Goldens>('schedules.json')
const models = {
  eps: modelSampling({ prediction: 'eps', timesteps: 'full', zsnr: false }),
  v_prediction: modelSampling({ prediction: 'v_prediction', timesteps: 'full', zsnr: false }),
  v_prediction_zsnr: modelSampling({ prediction: 'v_prediction', timesteps: 'full', zsnr: true }),
  lcm_distilled: modelSampling({ prediction: 'lcm', timesteps: 'distilled', zsnr: false }),
  tcd_distilled: modelSampling({ prediction: 'eps', timesteps: 'distilled', zsnr: false }),
}
const cases = Object.entries(models).flatMap(([model, sampling]) =>
  goldens.scheduler_names.map(scheduler => [model, scheduler, sampling] as const),
)

test('a KSampler lists ComfyUI’s schedules first, in the order of its widget, and then ours', () => {
  expect(schedulerNames.slice(0, goldens.scheduler_names.length)).toEqual(goldens.scheduler_names)
})

test.each(schedulerNames)('%s falls from at most σ_max to 0 and has a formula with its source', scheduler => {
  for (const steps of [1, 2, 7, 30]) {
    const sigmas = calculateSigmas(models.eps, scheduler, steps)
    expect([...sigmas]).toEqual([...new Set(sigmas)].sort((a, b) => b - a))
    expect(sigmas[0]).toBeLessThanOrEqual(models.eps.sigmaMax * (1 + 1e-6))
    expect(sigmas.at(-1)).toBe(0)
  }
  const { lines, source } = schedules[scheduler].formula
  expect([...lines, source]).not.toContain('')
})

/** kl_optimal divides 0 by 0 for one step in the reference. Here one step starts at σ_max, as in every other schedule. */
const isReferenceFailure = (sigmas: (number | null)[]) => sigmas.includes(null)

test.each(cases)('%s, %s: the noise levels for every number of steps', (model, scheduler, sampling) => {
  for (const [steps, expected] of Object.entries(goldens.calculate_sigmas[model]![scheduler])) {
    const sigmas = calculateSigmas(sampling, scheduler, Number(steps))
    const right = isReferenceFailure(expected) ? [sampling.sigmaMax, 0] : (expected as number[])
    expectCloseList(sigmas, right, 2e-6, `${steps} steps`)
  }
})

test('KSampler keeps the end of a longer schedule for denoise below 1, and drops a step for some samplers', () => {
  for (const { model, sampler, scheduler, steps, denoise, sigmas } of goldens.ksampler) {
    const sampling = models[model as keyof typeof models]
    const right = isReferenceFailure(sigmas) ? [sampling.sigmaMax, 0] : (sigmas as number[])
    const actual = scheduleSigmas(sampling, { scheduler, steps, denoise, sampler })
    expectCloseList(actual, right, 2e-6, `${sampler}, ${scheduler}, ${steps} steps, denoise ${denoise}`)
  }
  expect(scheduleSigmas(models.eps, { scheduler: 'karras', steps: 20, denoise: 0 })).toHaveLength(0)
})

test('KSamplerAdvanced runs a part of the schedule, or nothing when the part is empty', () => {
  for (const g of goldens.ksampler_start_last) {
    const whole = calculateSigmas(models.eps, g.scheduler, g.steps)
    const part = sigmasBetween(whole, {
      ...(g.start_step !== null && { start: g.start_step }),
      ...(g.last_step !== null && { end: g.last_step }),
      forceZero: g.force_full_denoise,
    })
    expectCloseList(part, typeof g.sigmas === 'string' ? [] : g.sigmas, 2e-6, `${g.start_step} to ${g.last_step}`)
  }
})
