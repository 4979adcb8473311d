import type { Safetensors, Tensors } from '../files/safetensors.ts'

/** The upscalers that can be run. */
export type UpscalerNetwork = 'rrdb' | 'srvgg' | 'span'

export interface UpscalerWeights {
  readonly network: UpscalerNetwork
  /** Under the names that engine/networks/ uses. */
  readonly tensors: Tensors
}

/** Prefixes of training programs. */
const PREFIX = /^(?:params_ema|params|module)\./

/** @returns null for a file that is not an upscaler, or is one that cannot be run */
export function upscalerWeights(file: Safetensors): UpscalerWeights | null {
  const tensors = rrdbNames(new Map([...file.tensors].map(([key, info]) => [key.replace(PREFIX, ''), info])))
  const dimensions = (key: string) => tensors.get(key)?.shape.length
  // ESRGAN+ has one more convolution in each block.
  const plus = tensors.has('body.0.rdb1.conv1x1.weight')
  if (tensors.has('body.0.rdb1.conv1.weight')) return plus ? null : { network: 'rrdb', tensors }
  if (tensors.has('block_1.c1_r.sk.weight')) return { network: 'span', tensors }
  // Convolutions and slopes of PReLU alternate.
  const compact = dimensions('body.0.weight') === 4 && dimensions('body.1.weight') === 1
  return compact ? { network: 'srvgg', tensors } : null
}

/** ESRGAN's first names → Real-ESRGAN's, and BSRGAN's. */
const RENAMES: readonly (readonly [from: RegExp, to: string])[] = [
  [/^model\.0\./, 'conv_first.'],
  [/^(?:model\.1\.sub|RRDB_trunk)\.(\d+)\.RDB(\d)\.(conv\w+)\.(?:0\.)?/, 'body.$1.rdb$2.$3.'],
  [/^model\.1\.sub\.\d+\.(?=weight|bias)/, 'conv_body.'],
  [/^trunk_conv\./, 'conv_body.'],
  [/^upconv(\d)\./, 'conv_up$1.'],
  [/^HRconv\./, 'conv_hr.'],
]

/** An RRDBNet's tensors under Real-ESRGAN's names, whichever of the three layouts the file has. */
function rrdbNames(tensors: Tensors): Tensors {
  const numbers = [...tensors.keys()].flatMap(key => /^model\.(\d+)\.weight$/.exec(key)?.[1] ?? []).map(Number)
  // model.0, then one upsampling convolution for each doubling, then two more.
  const tail = numbers.filter(i => i > 1).toSorted((a, b) => a - b)
  const names = tail.map((_, i) => ['conv_last', 'conv_hr'][tail.length - 1 - i] ?? `conv_up${i + 1}`)
  const nameOf = (key: string): string => {
    const number = Number(/^model\.(\d+)\./.exec(key)?.[1])
    const renamed = tail.includes(number) ? key.replace(/^model\.\d+/, names[tail.indexOf(number)]!) : key
    return RENAMES.reduce((name, [from, to]) => name.replace(from, to), renamed)
  }
  return new Map([...tensors].map(([key, info]) => [nameOf(key), info]))
}
