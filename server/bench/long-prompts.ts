import { clipTokens } from '../../engine/text/clip-tokenizer.ts'
import { parsePromptWeights } from '../../engine/text/prompt-weights.ts'

/** Prompts that nobody writes, but a damaged file may hold: their time must grow with their length, not faster. */
const prompts: readonly (readonly [what: string, read: (text: string) => unknown, text: string])[] = [
  ['one word of 100,000 letters', clipTokens, 'ab'.repeat(50_000)],
  ['100,000 open parentheses', parsePromptWeights, '('.repeat(100_000)],
  ['10,000 nested weights', parsePromptWeights, `${'('.repeat(10_000)}a${':1.1)'.repeat(10_000)}`],
]

/** Milliseconds that each takes, as lines to print. */
export function longPrompts(): string {
  const lines = prompts.map(([what, read, text]) => {
    const started = performance.now()
    read(text)
    return `  ${what.padEnd(29)}${(performance.now() - started).toFixed(0).padStart(6)} ms`
  })
  return ['\nlong prompts', ...lines].join('\n')
}
