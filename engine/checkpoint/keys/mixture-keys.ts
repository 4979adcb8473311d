import type { Tensors } from '../files/safetensors.ts'

/**
 * The layers of a mixture of experts, in the names of github.com/segmind/segmoe: `LAYER.gate.weight`, [E, in], and
 * `LAYER.experts.N.REST`, where a plain UNet has `LAYER.REST`. A layer is `….attn1.to_q` or `….ff`.
 */
export interface MixtureLayers {
  /** E, the most that a layer has. */
  readonly experts: number
  /** In the order of the network, as far as the file's names show it. */
  readonly layers: readonly string[]
  /** What the file lacks: `….attn1.to_q.experts.2`, `….ff.gate`. */
  readonly missing: readonly string[]
}

const OF_EXPERT = /^(.+)\.experts\.(\d+)\.(.+)$/
const OF_GATE = /^(.+)\.gate\.weight$/
/** The layers of a transformer block that experts may replace. */
const REPLACED = /\.transformer_blocks\.\d+\.(?:attn[12]\.to_[qkv]|ff)$/

/** @returns null where a UNet has no layer with experts */
export function mixtureLayers(unet: Tensors): MixtureLayers | null {
  const found = new Map<string, { gate: number; parts: Set<string>; experts: Map<number, number> }>()
  const layer = (name: string) => {
    const known = found.get(name) ?? { gate: 0, parts: new Set(), experts: new Map() }
    found.set(name, known)
    return known
  }
  for (const [key, { shape }] of unet) {
    const [, gated] = OF_GATE.exec(key) ?? []
    const [, mixed, number, part] = OF_EXPERT.exec(key) ?? []
    if (gated !== undefined && REPLACED.test(gated)) layer(gated).gate = shape[0] ?? 0
    if (mixed !== undefined && REPLACED.test(mixed)) {
      const { parts, experts } = layer(mixed)
      parts.add(part!)
      experts.set(Number(number), (experts.get(Number(number)) ?? 0) + 1)
    }
  }
  if (found.size === 0) return null
  const experts = Math.max(...[...found.values()].flatMap(({ gate, experts }) => [gate, ...experts.keys()]))
  const layers = [...found.keys()].toSorted(byName)
  const missing = layers.flatMap(name => {
    const { gate, parts, experts: own } = found.get(name)!
    const lacking = Array.from({ length: experts }, (_, i) => i).filter(
      i => (own.get(i) ?? 0) < Math.max(parts.size, 1),
    )
    return [...(gate === experts ? [] : [`${name}.gate`]), ...lacking.map(i => `${name}.experts.${i}`)]
  })
  return { experts, layers, missing }
}

/** The weights that stand for a weight of a plain UNet: in a layer with experts that of each expert, else itself. */
export function expertKeys(key: string, tensors: Tensors): readonly string[] {
  const [, layer, part] = /^(.+\.(?:attn[12]\.to_[qkv]|ff))\.(.+)$/.exec(key) ?? []
  const keys: string[] = []
  while (layer !== undefined && tensors.has(`${layer}.experts.${keys.length}.${part}`))
    keys.push(`${layer}.experts.${keys.length}.${part}`)
  return keys.length > 0 ? keys : [key]
}

/** A UNet's tensors also under the names of a plain UNet, which LoRAs know: those of the first expert in each layer. */
export function withPlainNames(tensors: Tensors): Tensors {
  const plain = [...tensors].flatMap(([key, info]) => {
    const [, layer, number, part] = OF_EXPERT.exec(key) ?? []
    return number === '0' ? [[`${layer}.${part}`, info] as const] : []
  })
  return plain.length > 0 ? new Map([...tensors, ...plain]) : tensors
}

/** Which layers experts replace. */
export const expertLayers = ['attn', 'ff', 'all'] as const
export type ExpertLayers = (typeof expertLayers)[number]

/** The layers of a plain UNet's input and output blocks that experts replace, as segmoe chooses them. */
export function layersToReplace(unet: Tensors, which: ExpertLayers): readonly string[] {
  const kind = { attn: /attn[12]\.to_[qkv]$/, ff: /\.ff$/, all: /./ }[which]
  const names = [...unet.keys()].flatMap(key => {
    const [, layer] = /^((?:in|out)put_blocks\..+\.(?:attn[12]\.to_[qkv](?=\.weight$)|ff(?=\.net\.)))\./.exec(key) ?? []
    return layer !== undefined && kind.test(layer) ? [layer] : []
  })
  return [...new Set(names)].toSorted(byName)
}

/** Layers in the order of the network: by the numbers in their names. */
export const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
