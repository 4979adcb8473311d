import { Dict, TensorView, type Value } from './values.ts'

/**
 * The parts of a file that hold its weights, most wanted first. ComfyUI takes `state_dict`, and for upscalers, through
 * spandrel, the others in this order: of a pair the averaged weights (EMA).
 */
const PARTS = ['state_dict', 'params_ema', 'params-ema', 'params', 'model', 'net'] as const

const MAX_DEPTH = 16
const MAX_VALUES = 1_000_000
/** As of a .safetensors file. */
const [MAX_TENSORS, MAX_NAME] = [100_000, 1000]

/**
 * The weights in what a file holds: a part of that name, else the only entry if it is a dict, else everything. Dicts and
 * lists inside of that are named by a path with dots, as the same file in .safetensors names them: an IP-Adapter's
 * `image_proj.norm.weight`, an embedding's `string_to_param.*`.
 *
 * @returns in the order of the file
 */
export function chosenTensors(root: Value, damaged: (why: string) => Error): Map<string, TensorView> {
  const tensors = new Map<string, TensorView>()
  let seen = 0
  const visit = (value: Value, path: string, depth: number): void => {
    if (++seen > MAX_VALUES) throw damaged('it holds its values inside of each other again and again')
    if (path.length > MAX_NAME) throw damaged(`a tensor's name is longer than ${MAX_NAME} characters`)
    if (value instanceof TensorView) tensors.set(path, value)
    if (tensors.size > MAX_TENSORS) throw damaged(`it has more than ${MAX_TENSORS} tensors`)
    if (!(value instanceof Dict || Array.isArray(value)) || depth > MAX_DEPTH) return
    const entries = value instanceof Dict ? value.entries : value.entries()
    for (const [key, item] of entries) {
      const isName = typeof key === 'string' || typeof key === 'number'
      if (isName && typeof item === 'object') visit(item, depth === 0 ? String(key) : `${path}.${key}`, depth + 1)
    }
  }
  visit(chosenPart(root), 'tensor', 0)
  return tensors
}

function chosenPart(root: Value): Value {
  if (!(root instanceof Dict)) return root
  const [first, ...parts] = PARTS.map(part => root.get(part))
  if (isFilled(first)) return first
  if (root.entries.some(([, value]) => value instanceof TensorView)) return root
  const [only, ...others] = root.entries
  return [...parts, others.length === 0 ? only?.[1] : undefined].find(isFilled) ?? root
}

const isFilled = (value: Value | undefined): value is Dict => value instanceof Dict && value.entries.length > 0
