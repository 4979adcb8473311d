import { asUse, combineHooks, type Hooks, isSame } from '../../lora/hooks.ts'
import { factorsOf, type Keyframes, type RunLevels } from '../../lora/keyframes.ts'
import { type LoraUse, strengthAt } from '../../lora/use.ts'
import { remember } from '../../remember.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { EncodedPrompt, Model } from '../types.ts'
import type { StepsAt } from './steps-done.ts'
import type { UnetNetwork } from './unet-network.ts'

/** The strengths of all LoRAs of the network while it is evaluated for a prompt, [1, L]; undefined without LoRAs. */
export type StrengthsFor = (prompt: EncodedPrompt, sigma: number) => Promise<Tensor | undefined>

/** The hooks of all prompts, each once. */
export const hooksOf = (prompts: readonly EncodedPrompt[]): Hooks => combineHooks(...prompts.map(({ hooks }) => hooks))

/** The model that also has the LoRAs of these hooks, which act nowhere yet. */
export const withHooked = (model: Model, hooks: Hooks): Model =>
  hooks.length === 0 ? model : { ...model, loras: [...model.loras, ...hooks.map(hook => asUse(hook, 0))] }

/** What keyframes and curves refer to: noise levels and steps. */
interface Levels extends RunLevels {
  readonly stepsAt: StepsAt
}

/**
 * The strengths of one run: those of the model's own LoRAs at the step, and those of a prompt's hooks at the noise level. All are
 * inputs of the same session.
 *
 * @param network  of the model with these hooks
 */
export function strengthsFor(
  network: UnetNetwork,
  own: readonly LoraUse[],
  hooks: Hooks,
  levels: Levels,
): StrengthsFor {
  if (hooks.length === 0 && own.every(({ curve }) => !curve)) return async () => network.strength
  const known = remember<string, Tensor | undefined>(64)
  /** Hooks that share their keyframes share their state. */
  const factors = new Map<Keyframes, (sigma: number) => number>()
  const factorAt = (keyframes: Keyframes = [], sigma: number) => {
    const made = factors.get(keyframes) ?? factorsOf(keyframes, levels)
    factors.set(keyframes, made)
    return made(sigma)
  }
  return (prompt, sigma) => {
    const { done, of } = levels.stepsAt(sigma)
    const ownNow = own.map(({ curve, ...use }) => (curve ? { ...use, strength: strengthAt(curve, done / of) } : use))
    const hooked = hooks.map(hook => {
      const here = prompt.hooks?.find(other => isSame(other, hook))
      return asUse(hook, here ? hook.model * factorAt(here.keyframes, sigma) : 0)
    })
    const loras = [...ownNow, ...hooked]
    return known(JSON.stringify(loras.map(({ strength }) => strength)), () => network.strengthOf(loras))
  }
}
