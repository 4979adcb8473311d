import { parseLoraTags } from '../../lora/tags.ts'
import { clipTokens } from '../../text/clip-tokenizer.ts'
import { parsePromptWeights } from '../../text/prompt-weights.ts'

/** Tokens of one chunk, without the start and end tokens. */
const chunkLength = 75

/** The number of CLIP tokens in a prompt, without weights and LoRA tags, and the number of chunks they fill. */
export function tokenCount(prompt: string): { readonly tokens: number; readonly chunks: number } {
  const pieces = parsePromptWeights(parseLoraTags(prompt).text)
  const tokens = pieces.reduce((sum, { text }) => sum + clipTokens(text).length, 0)
  return { tokens, chunks: Math.max(1, Math.ceil(tokens / chunkLength)) }
}
