import { parseLoraTags } from '../../engine/lora/tags.ts'
import { clipTokens } from '../../engine/text/clip-tokenizer.ts'
import { parsePromptWeights } from '../../engine/text/prompt-weights.ts'
import { nearest } from '../../graph/nearest.ts'
import type { PromptFacts, PromptLora } from '../contract/answers.ts'
import { findByText } from '../library/by-text.ts'
import type { Library } from '../library/library.ts'

/** How many tokens a prompt has, and which LoRAs it names. */
export async function readPrompt(text: string, library: Library): Promise<PromptFacts> {
  const { loras } = parseLoraTags(text)
  const found = await Promise.all(
    loras.map(async ({ written, name, unet, clip, curve }): Promise<PromptLora> => {
      const file = (await findByText(library, 'loras', name))?.name ?? null
      const guesses = file === null ? nearest(name, (await library.list('loras')).names) : []
      const points = curve?.map(({ strength, share }) => `${strength}@${share}`).join(', ')
      return { written, name, model: unet, clip, ...(points && { curve: points }), file, nearest: guesses }
    }),
  )
  return { ...tokenCount(text), loras: found }
}

/** Tokens of one chunk, without the start and end tokens. */
const chunkLength = 75

/** The number of CLIP tokens in a prompt, without weights and LoRA tags, and the number of chunks they fill. */
function tokenCount(prompt: string): { readonly tokens: number; readonly chunks: number } {
  const pieces = parsePromptWeights(parseLoraTags(prompt).text)
  const tokens = pieces.reduce((sum, { text }) => sum + clipTokens(text).length, 0)
  return { tokens, chunks: Math.max(1, Math.ceil(tokens / chunkLength)) }
}
