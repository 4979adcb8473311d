import { parseDecimal } from '../text/decimal.ts'
import { type Curve, strengthAt } from './use.ts'

/**
 * `<lora:NAME:0.8>` in a prompt, the notation of A1111's web UI. `<lora:NAME>` means strength 1; one number is the strength
 * for both networks; two numbers are for UNet and text encoder, which `unet=` and `te=` also name. Capitals
 * make no difference, `lyco` is an older word for the same, and a comma may be the decimal point. Any other tag stays in
 * the text, where the user can see it.
 *
 * `<lora:NAME:0.5@0,0@0.5>` is a strength that changes: 0.5 at the start, falling to 0 at half of the steps (the notation of
 * sd-webui-loractl). The text encoder has the strength of the start.
 */

export interface LoraTag {
  /** As written in the prompt. */
  readonly written: string
  /** Usually a file name without folder and extension. */
  readonly name: string
  readonly unet: number
  readonly clip: number
  /** Of the UNet, where it changes during the sampling. */
  readonly curve?: Curve
}

const TAG = /<(?:lora|lyco):([^<>:][^<>]*)>/gi
/** What looks like a tag of A1111's web UI and is none that is read here. */
const OTHER = /<(?:lora|lyco|hypernet):[^<>]{0,1000}>/gi

/** Takes the LoRA tags out of a prompt. Linear in the prompt. */
export function parseLoraTags(prompt: string): { text: string; loras: LoraTag[] } {
  const loras: LoraTag[] = []
  const text = prompt.replace(TAG, (whole, inside: string) => {
    const [name = '', ...options] = inside.split(':')
    const tag = readTag(whole, name.trim(), options)
    if (!tag) return whole
    loras.push(tag)
    return ''
  })
  return { text, loras }
}

/** What was meant as a tag and stays in the text: `<lora:detail:strong>`. */
export const unreadTags = (text: string): readonly string[] => text.match(OTHER) ?? []

/** `0,5` as many people write 0.5. */
const strengthOf = (text: string): number | null => parseDecimal(text.replace(/^(\s*[+-]?\d*),(\d)/, '$1.$2'))

function readTag(written: string, name: string, options: readonly string[]): LoraTag | null {
  const curve = options.length === 1 && options[0]!.includes('@') ? readCurve(options[0]!) : undefined
  if (curve) return { written, name, unet: strengthAt(curve, 0), clip: strengthAt(curve, 0), curve }
  const named = options.filter(option => option.includes('=')).map(option => option.split('='))
  const numbers = options.filter(option => !option.includes('=')).map(strengthOf)
  if (name === '' || numbers.length > 2 || numbers.includes(null)) return null
  const strengths = new Map<string, number>()
  for (const [key = '', value = '', ...more] of named) {
    const strength = strengthOf(value)
    if (strength === null || more.length > 0 || !['unet', 'te'].includes(key.trim())) return null
    strengths.set(key.trim(), strength)
  }
  const [first, second] = numbers as readonly number[]
  const unet = strengths.get('unet') ?? first ?? strengths.get('te') ?? 1
  return { written, name, unet, clip: strengths.get('te') ?? second ?? first ?? 1 }
}

/** `0.5@0,0@0.5`; undefined where a share is not between 0 and 1, or below the one before. */
function readCurve(text: string): Curve | undefined {
  const points = text.split(',').map(point => point.split('@').map(parseDecimal))
  const curve = points.map(([strength, share, ...more]) => ({ strength, share, more }))
  const isRead = curve.every(
    ({ strength, share, more }, i) =>
      typeof strength === 'number' &&
      typeof share === 'number' &&
      more.length === 0 &&
      share >= (curve[i - 1]?.share ?? 0) &&
      share <= 1,
  )
  return isRead ? curve.map(({ strength, share }) => ({ strength: strength!, share: share! })) : undefined
}
