import type { Safetensors, Tensors } from '../files/safetensors.ts'

/** The first layer, which has no second branch. */
const FIRST = '1.bn_l.running_mean'

/** The generator of LaMa by the numbers of its layers, `1.ffc.convl2l.weight` …; null for another file. */
export function lamaTensors({ tensors }: Safetensors): Tensors | null {
  const first = [...tensors.keys()].find(key => key === FIRST || key.endsWith(`.${FIRST}`))
  if (first === undefined) return null
  const prefix = first.slice(0, -FIRST.length)
  const own = [...tensors].filter(([key]) => key.startsWith(prefix))
  return new Map(own.map(([key, info]) => [key.slice(prefix.length), info]))
}
