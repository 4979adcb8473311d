import type { Json } from '../json.ts'
import type { Recipe } from './recipe.ts'
import { nodesOfSampler, samplerTitle } from './sampler-nodes.ts'

/** What is said when a graph contradicts a recipe: one plain sentence each, with both numbers in it. */

const plural = (n: number) => `${n} ${n === 1 ? 'step' : 'steps'}`

export function stepsSentence({ title, steps: { from, to } }: Recipe, have: number): string {
  if (from === to) return `${title} was made for exactly ${plural(to)}; ${have} draw worse.`
  return have > to
    ? `${title} is for ${from} to ${plural(to)}; with ${have} an ordinary sampler without it draws better.`
    : `${title} needs ${plural(from)} or more; ${have} is too few.`
}

export function cfgSentence({ title, cfg: { from, to, best } }: Recipe, have: number): string {
  if (have > to)
    return to < 3
      ? `${title} was distilled for cfg ${best}; ${have} will burn the picture.`
      : `${title} is for cfg ${from} to ${to}; ${have} will burn the picture.`
  if (from <= 1)
    return `cfg ${have} draws what the negative prompt says. ${title} wants guidance off, which is cfg 1 here.`
  return `${title} keeps guidance and wants cfg ${from} to ${to}; at ${have} the prompt hardly counts.`
}

export function samplerSentence({ title, samplers: [best] }: Recipe, have: string): string {
  const own = nodesOfSampler(best)
  if (own) return `${title} is made for ${own.title}; ${have} draws it blurred.`
  return `${title} wants the sampler ${best}, not ${samplerTitle(have)}.`
}

export function scheduleSentence({ title, schedules: [best], timesteps }: Recipe, have: string): string {
  const only = timesteps?.length === 1 ? timesteps[0] : undefined
  if (only !== undefined)
    return `${title} draws from timestep ${only}; the schedule ${have} starts at 999, where it draws mush.`
  return `${title} wants the schedule ${best}; ${have} spends its steps at noise levels that the file never learnt.`
}

export function etaSentence({ title, eta }: Recipe, have: number): string {
  if (eta!.to === 0) return `${title} draws without new noise between its steps: eta 0, not ${have}.`
  return `${title} wants eta ${eta!.from} to ${eta!.to}, not ${have}.`
}

export function strengthSentence({ title, strength }: Recipe, have: number): string {
  const { best, often, to } = strength!
  const wanted = `${best}${often === undefined ? '' : ` (${often} in use)`}`
  return `${title} is for strength ${wanted}; ${have} ${have > to ? 'will burn the picture' : 'is too weak to draw in so few steps'}.`
}

export function predictionSentence({ title, prediction }: Recipe, have: string | null): string {
  if (prediction === undefined) return `ModelSamplingDiscrete says ${have}, which ${title} was not trained on.`
  const said =
    have === null ? `without ModelSamplingDiscrete set to ${prediction}` : `with ModelSamplingDiscrete set to ${have}`
  return prediction === 'x0'
    ? `${title} predicts the picture itself; ${said} it draws noise.`
    : `${title} was trained on timesteps of its own; ${said} it draws less sharply.`
}

export const twoSentence = (one: Recipe, other: Recipe): string =>
  one.id === other.id
    ? `${one.title} is on this model twice.`
    : `${one.title} and ${other.title} both cut the steps; together they burn the picture.`

export const familySentence = ({ title }: Recipe, wanted: string, have: string): string =>
  `${title} was made for ${wanted}; this model is ${have}.`

/** A setting at a glance: `cfg 7 → 1`, `euler → TCD`. */
export function brief(about: string, have: Json, want: Json): string {
  const names = about === 'sampler' || about === 'schedule'
  const word = (value: Json) => (value === null ? 'none' : samplerTitle(String(value)))
  return `${names ? '' : `${about} `}${word(have)} → ${word(want)}`
}
