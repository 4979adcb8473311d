export interface Lora {
  readonly name: string
  /** Strength on the denoiser, and on the text encoder. */
  readonly model: number
  readonly clip: number
}

/**
 * Takes the tags `<lora:NAME>`, `<lora:NAME:0.8>`, `<lora:NAME:0.8:0.6>` (text encoder, then denoiser) and
 * `<lora:NAME:te=0.8:unet=0.6>` out of a text, in any case, with `lyco` for `lora` and a comma for the point. Strengths that
 * change (`0.5@0,0@0.5`) stay in the text, where the prompt reads them.
 *
 * Linear in the text.
 */
export function extractLoras(text: string): readonly [string, readonly Lora[]] {
  const loras: Lora[] = []
  const rest = text.replace(/<(?:lora|lyco):([^:<>][^<>]*)>/gi, (tag, inside: string) => {
    const [name = '', ...args] = inside.split(':')
    if (args.some(arg => arg.includes('@'))) return tag
    loras.push({ name, ...readStrengths(args) })
    return ''
  })
  return [rest.trim(), loras]
}

function readStrengths(args: readonly string[]) {
  const named = new Map(args.filter(arg => arg.includes('=')).map(arg => arg.split('=') as [string, string]))
  const [first, second] = args.filter(arg => !arg.includes('='))
  const clip = strength(named.get('te') ?? first) ?? 1
  return { clip, model: strength(named.get('unet') ?? second) ?? clip }
}

function strength(text: string | undefined): number | undefined {
  const number = Number.parseFloat(text?.replace(',', '.') ?? '')
  return Number.isFinite(number) ? number : undefined
}
