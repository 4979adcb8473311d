import type { Json } from '../json.ts'
import type { Recipe } from './recipe.ts'
import { nodesOfSampler, samplerTitle } from './sampler-nodes.ts'

/** What is reported when a graph contradicts a recipe: plain sentences, with the set and the right value in them. */

const plural = (n: number) => `${n} ${n === 1 ? 'step' : 'steps'}`

export function stepsSentence({ title, steps: { from, to } }: Recipe, have: number): string {
  if (from === to) return `${title} is made for exactly ${plural(to)}. ${plural(have)} give a worse picture.`
  return have > to
    ? `${title} is made for ${from} to ${plural(to)}. For ${plural(have)}, an ordinary sampler without it is better.`
    : `${title} needs at least ${plural(from)}. ${plural(have)} are too few.`
}

export function cfgSentence({ title, cfg: { from, to, best } }: Recipe, have: number): string {
  if (have > to)
    return to < 3
      ? `${title} was distilled for cfg ${best}. cfg ${have} oversaturates the picture.`
      : `${title} is made for cfg ${from} to ${to}. cfg ${have} oversaturates the picture.`
  if (from <= 1)
    return `At cfg ${have} the picture follows the negative prompt. ${title} needs guidance off, which is cfg 1 here.`
  return `${title} keeps guidance and needs cfg ${from} to ${to}. At cfg ${have} the prompt has little effect.`
}

export function samplerSentence({ title, samplers: [best] }: Recipe, have: string): string {
  const own = nodesOfSampler(best)
  if (own) return `${title} is made for ${own.title}. ${have} gives a blurred picture.`
  return `${title} is made for the sampler ${best}, not for ${samplerTitle(have)}.`
}

export function scheduleSentence({ title, schedules: [best], timesteps }: Recipe, have: string): string {
  const only = timesteps?.length === 1 ? timesteps[0] : undefined
  if (only !== undefined)
    return `${title} starts from timestep ${only}. The schedule ${have} starts from 999, where this file fails.`
  return `${title} is made for the schedule ${best}. ${have} uses noise levels that the file was not trained on.`
}

export function etaSentence({ title, eta }: Recipe, have: number): string {
  if (eta!.to === 0) return `${title} needs eta 0, not ${have}: it adds no noise between its steps.`
  return `${title} is made for eta ${eta!.from} to ${eta!.to}, not for ${have}.`
}

export function strengthSentence({ title, strength }: Recipe, have: number): string {
  const { best, often, to } = strength!
  const wanted = `${best}${often === undefined ? '' : ` (often ${often})`}`
  const effect = have > to ? 'oversaturates the picture' : 'is too weak for so few steps'
  return `${title} is made for strength ${wanted}. Strength ${have} ${effect}.`
}

export function predictionSentence({ title, prediction }: Recipe, have: string | null): string {
  if (prediction === undefined) return `ModelSamplingDiscrete is set to ${have}, for which ${title} was not trained.`
  const now =
    have === null ? `Without ModelSamplingDiscrete set to ${prediction}` : `With ModelSamplingDiscrete set to ${have}`
  return prediction === 'x0'
    ? `${title} predicts the denoised picture. ${now} the result is noise.`
    : `${title} was trained on timesteps of its own. ${now} the picture is less sharp.`
}

export const shiftSentence = ({ title, shiftedTimestep }: Recipe, have: number | null): string =>
  `${title} was trained up to timestep ${shiftedTimestep}. ${have === null ? 'Without Timestep Shift Model' : `Shifted to ${have}`} it is evaluated where it was not trained.`

export const twoSentence = (one: Recipe, other: Recipe): string =>
  one.id === other.id
    ? `${one.title} is applied to this model twice.`
    : `${one.title} and ${other.title} both reduce the steps. Together they oversaturate the picture.`

export const familySentence = ({ title }: Recipe, wanted: string, have: string): string =>
  `${title} is made for ${wanted}. This model is ${have}.`

/** A setting at a glance: `cfg 7 → 1`, `euler → TCD`. */
export function brief(about: string, have: Json, want: Json): string {
  const names = about === 'sampler' || about === 'schedule'
  const word = (value: Json) => (value === null ? 'none' : samplerTitle(String(value)))
  return `${names ? '' : `${about} `}${word(have)} → ${word(want)}`
}
