import { expect, test } from 'vitest'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { type AlignYourStepsModel, alignYourSteps } from '../../../../engine/sampling/schedules/align-your-steps.ts'
import {
  exponential,
  karras,
  laplace,
  polyexponential,
  variancePreserving,
} from '../../../../engine/sampling/schedules/by-sigma.ts'
import { beta } from '../../../../engine/sampling/schedules/by-timestep.ts'
import {
  extendIntermediateSigmas,
  flipSigmas,
  type SigmaSpacing,
  setFirstSigma,
  splitSigmas,
  splitSigmasDenoise,
} from '../../../../engine/sampling/schedules/edit.ts'
import { hyperSdxlOneStep, sdTurbo, tcdSigmas } from '../../../../engine/sampling/schedules/few-step.ts'
import { type SchedulerName, scheduleSigmas } from '../../../../engine/sampling/schedules/schedule.ts'
import { readGoldenJson } from '../../../goldens/read.ts'
import { expectCloseList } from '../close.ts'

type Args = Record<string, number> & {
  sigmas: number[]
  model_type: AlignYourStepsModel
  scheduler: SchedulerName
  spacing: SigmaSpacing
}
interface Goldens {
  nodes: { node: string; args: Args; sigmas: number[] | number[][] }[]
  tcd_node: { steps: number; scheduler: 'simple' | 'sgm_uniform'; denoise: number; sigmas: number[] }[]
  diffusers: {
    cases: {
      class: string
      config: { timestep_spacing?: string }
      set_timesteps: { num_inference_steps?: number; strength?: number }
      timesteps?: number[]
    }[]
  }
}

// Reference: the scheduler nodes of ComfyUI 0.3.64, ComfyUI-TCD, and diffusers 0.40 for timesteps.
const goldens = readGoldenJson<Goldens>('schedules.json')
const eps = modelSampling({ prediction: 'eps', timesteps: 'full', zsnr: false })
const range = ({ steps, sigma_min, sigma_max }: Args) => ({ steps: steps!, sigmaMin: sigma_min!, sigmaMax: sigma_max! })
const input = ({ sigmas }: Args) => Float32Array.from(sigmas)

const nodes: Record<string, (args: Args) => ArrayLike<number> | { high: Float32Array; low: Float32Array }> = {
  KarrasScheduler: a => karras(range(a), a.rho!),
  ExponentialScheduler: a => exponential(range(a)),
  PolyexponentialScheduler: a => polyexponential(range(a), a.rho!),
  LaplaceScheduler: a => laplace(range(a), a.mu!, a.beta!),
  VPScheduler: a => variancePreserving(a.steps!, { betaD: a.beta_d!, betaMin: a.beta_min!, epsS: a.eps_s! }),
  BetaSamplingScheduler: a => beta(eps, a.steps!, a.alpha!, a.beta!),
  SDTurboScheduler: a => sdTurbo(eps, a.steps!, a.denoise!),
  AlignYourStepsScheduler: a => alignYourSteps(a.model_type, a.steps!, a.denoise!),
  BasicScheduler: a => scheduleSigmas(eps, { scheduler: a.scheduler, steps: a.steps!, denoise: a.denoise! }),
  SplitSigmas: a => splitSigmas(input(a), a.step!),
  SplitSigmasDenoise: a => splitSigmasDenoise(input(a), a.denoise!),
  FlipSigmas: a => flipSigmas(input(a)),
  SetFirstSigma: a => setFirstSigma(input(a), a.sigma!),
  ExtendIntermediateSigmas: a =>
    extendIntermediateSigmas(input(a), {
      steps: a.steps!,
      start: a.start_at_sigma!,
      end: a.end_at_sigma!,
      spacing: a.spacing,
    }),
}

test.each([...new Set(goldens.nodes.map(g => g.node))])('%s gives the reference’s noise levels', node => {
  for (const { args, sigmas } of goldens.nodes.filter(g => g.node === node)) {
    const actual = nodes[node]!(args)
    const parts = 'high' in actual ? [actual.high, actual.low] : [actual]
    const expected = (Array.isArray(sigmas[0]) ? sigmas : [sigmas]) as number[][]
    for (const [i, part] of parts.entries()) expectCloseList(part, expected[i]!, 2e-6, JSON.stringify(args))
  }
})

test('the TCD node’s noise levels for every number of steps and denoise', () => {
  for (const { steps, scheduler, denoise, sigmas } of goldens.tcd_node)
    expectCloseList(tcdSigmas({ steps, scheduler, denoise }), sigmas, 2e-6, `${steps} ${scheduler} ${denoise}`)
  expect(tcdSigmas({ steps: 4, scheduler: 'simple', denoise: 0 })).toHaveLength(0)
})

test('Hyper-SDXL’s one step begins at timestep 800', () => {
  expectCloseList(hyperSdxlOneStep(eps), [5.11102772, 0], 2e-6, 'Hyper-SDXL')
})
