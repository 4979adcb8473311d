import { parseDecimal } from '../text/decimal.ts'

/**
 * `<lora:NAME:0.8>` in a prompt, the notation of A1111's web UI. `<lora:NAME>` is strength 1, one number is the strength
 * on both networks, two are UNet and text encoder; `unet=` and `te=` name them. A tag that does not read so stays in
 * the text, where it can be seen.
 */

export interface LoraTag {
  /** As it stands in the prompt. */
  readonly written: string
  /** A file name without its folder or extension, usually. */
  readonly name: string
  readonly unet: number
  readonly clip: number
}

const TAG = /<lora:([^<>:]+)((?::[^<>:]*)*)>/g

/** Takes the LoRA tags out of a prompt. */
export function parseLoraTags(prompt: string): { text: string; loras: LoraTag[] } {
  const loras: LoraTag[] = []
  const text = prompt.replace(TAG, (whole, name: string, options: string) => {
    const tag = readTag(whole, name.trim(), options.split(':').slice(1))
    if (!tag) return whole
    loras.push(tag)
    return ''
  })
  return { text, loras }
}

function readTag(written: string, name: string, options: readonly string[]): LoraTag | null {
  const named = options.filter(option => option.includes('=')).map(option => option.split('='))
  const numbers = options.filter(option => !option.includes('=')).map(parseDecimal)
  if (name === '' || numbers.length > 2 || numbers.includes(null)) return null
  const strengths = new Map<string, number>()
  for (const [key = '', value = '', ...more] of named) {
    const strength = parseDecimal(value)
    if (strength === null || more.length > 0 || !['unet', 'te'].includes(key.trim())) return null
    strengths.set(key.trim(), strength)
  }
  const [first, second] = numbers as readonly number[]
  const unet = strengths.get('unet') ?? first ?? strengths.get('te') ?? 1
  return { written, name, unet, clip: strengths.get('te') ?? second ?? first ?? 1 }
}
