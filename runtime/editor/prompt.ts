import { parseLoraTags } from '../../engine/lora/tags.ts'
import { tokenCount } from '../../engine/pipeline/text/token-count.ts'
import type { PromptFacts, PromptLora } from '../contract/answers.ts'
import { findByText } from '../library/by-text.ts'
import type { Library } from '../library/library.ts'
import { nearest } from '../library/nearest.ts'

/** How many tokens a prompt has, and which LoRAs it names. */
export async function readPrompt(text: string, library: Library): Promise<PromptFacts> {
  const { loras } = parseLoraTags(text)
  const found = await Promise.all(
    loras.map(async ({ written, name, unet, clip }): Promise<PromptLora> => {
      const file = (await findByText(library, 'loras', name))?.name ?? null
      const guesses = file === null ? nearest(name, (await library.list('loras')).names) : []
      return { written, name, model: unet, clip, file, nearest: guesses }
    }),
  )
  return { ...tokenCount(text), loras: found }
}
