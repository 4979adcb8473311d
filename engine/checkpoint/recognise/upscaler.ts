import type { Finding } from '../description.ts'
import type { Safetensors } from '../safetensors.ts'
import { anyKey } from './any-key.ts'

/** What the keys of an upscaler may start with. */
const START = '^(?:params(?:_ema)?\\.|module\\.)?'

/** Networks that make pictures larger, each by a layer that only it has; the first that fits counts. */
const ARCHITECTURES: readonly (readonly [layer: RegExp, name: string])[] = [
  [new RegExp(`${START}model\\.1\\.sub\\.0\\.`), 'ESRGAN, old names'],
  [new RegExp(`${START}RRDB_trunk\\.0\\.`), 'ESRGAN, RRDB_trunk names'],
  [new RegExp(`${START}body\\.0\\.rdb1\\.`), 'ESRGAN'],
  [new RegExp(`${START}block_1\\.c1_r\\.`), 'SPAN'],
  [new RegExp(`${START}layers\\.\\d+\\.residual_group\\.overlap_attn\\.`), 'HAT'],
  [new RegExp(`${START}layers\\.\\d+\\.residual_group\\.blocks\\.\\d+\\.attn\\.cpb_mlp\\.`), 'Swin2SR'],
  [new RegExp(`${START}layers\\.\\d+\\.residual_group\\.`), 'SwinIR'],
  [new RegExp(`${START}layers\\.\\d+\\.blocks\\.\\d+\\.attn\\.attns\\.`), 'DAT'],
  [new RegExp(`${START}conv_first\\.weight$`), 'of another architecture'],
]

export function recogniseUpscaler(file: Safetensors): Finding | null {
  const name = ARCHITECTURES.find(([layer]) => anyKey(file, layer))?.[1] ?? (isCompact(file) ? 'SRVGG, compact' : null)
  return name === null ? null : { kind: 'upscaler', variants: [name] }
}

/** Real-ESRGAN's small network: convolutions and slopes of PReLU in turn, numbered through. */
function isCompact({ tensors }: Safetensors): boolean {
  const shape = (key: string) => (tensors.get(key) ?? tensors.get(`params.${key}`))?.shape
  return (
    shape('body.0.weight')?.length === 4 && shape('body.0.weight')?.[1] === 3 && shape('body.1.weight')?.length === 1
  )
}
