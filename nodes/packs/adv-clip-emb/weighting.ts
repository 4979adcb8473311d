import { normalizations, type Weighting } from '../../../engine/pipeline/text/weighting.ts'
import { parsePromptWeights } from '../../../engine/text/prompt-weights.ts'
import { choice } from '../../../graph/node.ts'

export const tokenNormalization = choice(normalizations, {
  help: 'How weights are balanced: mean keeps their mean at 1, length weakens those of long words.',
})
export const weightInterpretation = choice(['comfy', 'A1111', 'compel', 'comfy++', 'down_weight'], {
  help: 'What a weight means. The last three are possible for a prompt without weights, where all mean the same.',
})

/**
 * How the weights of a prompt are read.
 *
 * @throws Error for a prompt with weights whose meaning is not possible here
 */
export function weightingOf(text: string, normalization: Weighting['normalization'], meaning: string): Weighting {
  if (meaning === 'comfy' || meaning === 'A1111') return { normalization, meaning }
  if (parsePromptWeights(text).some(({ weight }) => weight !== 1))
    throw new Error(
      `The weights of this prompt cannot be read as ${meaning} here: set weight_interpretation to comfy or A1111, or remove the weights.`,
    )
  return { normalization, meaning: 'comfy' }
}
