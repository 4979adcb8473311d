import { parseLoraTags } from '../../lora/tags.ts'
import { clipTokens } from '../../text/clip-tokenizer.ts'
import { parsePromptWeights } from '../../text/prompt-weights.ts'

/** Tokens of one chunk, without its first and last. */
const chunkLength = 75

/** How many CLIP tokens a prompt has, weights and LoRA tags not counted, and how many chunks they fill. */
export function tokenCount(prompt: string): { readonly tokens: number; readonly chunks: number } {
  const pieces = parsePromptWeights(parseLoraTags(prompt).text)
  const tokens = pieces.reduce((sum, { text }) => sum + clipTokens(text).length, 0)
  return { tokens, chunks: Math.max(1, Math.ceil(tokens / chunkLength)) }
}
