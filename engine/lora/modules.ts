import type { Safetensors, TensorInfo } from '../checkpoint/files/safetensors.ts'

/** How a file stores the change of a weight; kinds/ has the formula of each. DoRA can be combined with any of them. */
export type LoraKind = 'low-rank' | 'loha' | 'lokr' | 'glora' | 'oft' | 'boft' | 'difference' | 'replacement' | 'levels'

/** The part of a LoRA file that changes one layer. */
export interface LoraModule {
  /** The layer's name in the file. */
  readonly name: string
  readonly kind: LoraKind
  /** By role: `down`, `up`, `mid`, `alpha`, `diff`, `diff_b`, `levels` …, or the file's own suffix for the other kinds. */
  readonly tensors: Readonly<Record<string, TensorInfo>>
}

/** Suffix in the file → role, the longest first. */
const ROLES: readonly (readonly [suffix: string, role: string])[] = [
  ['.lora_linear_layer.down.weight', 'down'],
  ['.lora_linear_layer.up.weight', 'up'],
  ['.lora_A.default.weight', 'down'],
  ['.lora_B.default.weight', 'up'],
  ['.lora_down.weight', 'down'],
  ['.lora_up.weight', 'up'],
  ['.lora_mid.weight', 'mid'],
  ['_lora.down.weight', 'down'],
  ['_lora.up.weight', 'up'],
  ['.lora.down.weight', 'down'],
  ['.lora.up.weight', 'up'],
  ['.lora_A.weight', 'down'],
  ['.lora_B.weight', 'up'],
  ['.lora_A', 'down'],
  ['.lora_B', 'up'],
  ['.a1.weight', 'a1'],
  ['.a2.weight', 'a2'],
  ['.b1.weight', 'b1'],
  ['.b2.weight', 'b2'],
  ['.alpha', 'alpha'],
  ['.w_norm', 'diff'],
  ['.b_norm', 'diff_b'],
  ['.lora_magnitude_vector.default.weight', 'dora_scale'],
  ['.lora_magnitude_vector.weight', 'dora_scale'],
  ['.lora_magnitude_vector', 'dora_scale'],
]
/** Fooocus' patches: the levels of a weight, 0 … 255, then the values of the lowest and the highest. */
const LEVELS = /^(.*)\.(weight|bias)\.([012])$/
const LEVEL_ROLES = ['levels', 'least', 'most'] as const
const OTHERS = /^(.*)\.(hada_\w+|lokr_\w+|oft_blocks|dora_scale|diff(?:_b)?|set_weight|rescale)$/

/** A LoRA file's tensors, grouped by layer. Tensors that do not belong to a LoRA are ignored. */
export function loraModules(file: Safetensors): LoraModule[] {
  const modules = new Map<string, Record<string, TensorInfo>>()
  for (const info of file.tensors.values()) {
    const [name, role] = split(info.name) ?? []
    if (name === undefined || role === undefined) continue
    const tensors = modules.get(name) ?? {}
    tensors[role] = info
    modules.set(name, tensors)
  }
  return [...modules]
    .map(([name, tensors]) => ({ name, kind: kindOf(tensors), tensors }))
    .filter(({ kind, tensors }) => kind !== 'levels' || (tensors.levels ?? tensors.levels_b)?.dtype === 'U8')
}

function split(name: string): [module: string, role: string] | undefined {
  const known = ROLES.find(([suffix]) => name.endsWith(suffix))
  if (known) return [name.slice(0, -known[0].length), known[1]]
  const [, module, part, place] = LEVELS.exec(name) ?? []
  if (module !== undefined) return [module, `${LEVEL_ROLES[Number(place)]}${part === 'bias' ? '_b' : ''}`]
  const other = OTHERS.exec(name)
  return other ? [other[1]!, other[2]!] : undefined
}

/** Where a layer has tensors of two kinds, the later one in ComfyUI's order counts, as in ComfyUI. */
function kindOf(tensors: Readonly<Record<string, TensorInfo>>): LoraKind {
  const any = (prefix: string) => Object.keys(tensors).some(role => role.startsWith(prefix))
  if (any('levels') || any('least') || any('most')) return 'levels'
  if (any('set_weight')) return 'replacement'
  if (tensors.diff) return 'difference'
  if (tensors.oft_blocks) return tensors.oft_blocks.shape.length === 4 ? 'boft' : 'oft'
  if (any('a1') || any('b1')) return 'glora'
  if (any('lokr')) return 'lokr'
  if (any('hada')) return 'loha'
  return any('diff_b') && !any('down') && !any('up') ? 'difference' : 'low-rank'
}
