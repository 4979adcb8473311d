import type { Safetensors } from '../../checkpoint/files/safetensors.ts'
import { upscalerWeights } from '../../checkpoint/keys/upscaler-keys.ts'
import type { Finding } from '../description.ts'
import { anyKey } from './any-key.ts'

/** The prefixes of an upscaler's keys. */
const START = '^(?:params(?:_ema)?\\.|module\\.)?'

/** Upscalers, each by a layer that only it has; the first match counts. */
const ARCHITECTURES: readonly (readonly [layer: RegExp, name: string])[] = [
  [new RegExp(`${START}model\\.1\\.sub\\.0\\.RDB1\\.conv1x1\\.`), 'ESRGAN+'],
  [new RegExp(`${START}model\\.1\\.sub\\.0\\.`), 'ESRGAN, old names'],
  [new RegExp(`${START}RRDB_trunk\\.0\\.`), 'ESRGAN, RRDB_trunk names'],
  [new RegExp(`${START}body\\.0\\.rdb1\\.`), 'ESRGAN'],
  [new RegExp(`${START}block_1\\.c1_r\\.`), 'SPAN'],
  [new RegExp(`${START}layers\\.\\d+\\.residual_group\\.overlap_attn\\.`), 'HAT'],
  [new RegExp(`${START}layers\\.\\d+\\.residual_group\\.blocks\\.\\d+\\.attn\\.cpb_mlp\\.`), 'Swin2SR'],
  [new RegExp(`${START}layers\\.\\d+\\.residual_group\\.`), 'SwinIR'],
  [new RegExp(`${START}layers\\.\\d+\\.blocks\\.\\d+\\.attn\\.attns\\.`), 'DAT'],
  [new RegExp(`${START}before_RG\\.1\\.`), 'RGT'],
  [new RegExp(`${START}relative_position_index_SA$`), 'ATD'],
  [new RegExp(`${START}residual_layer\\.0\\.residual_layer\\.0\\.`), 'OmniSR'],
  [new RegExp(`${START}feats\\.1\\.(?:lk|channe_mixer)\\.`), 'PLKSR'],
  [new RegExp(`${START}m_head\\.0\\.`), 'SCUNet'],
  [new RegExp(`${START}conv_first\\.weight$`), 'of another architecture'],
]

export function recogniseUpscaler(file: Safetensors): Finding | null {
  const runs = upscalerWeights(file)
  const name = ARCHITECTURES.find(([layer]) => anyKey(file, layer))?.[1] ?? (runs ? 'SRVGG, compact' : null)
  if (name === null) return null
  const refusal = `an upscaler (${name}) that is not supported: choose an ESRGAN, a Real-ESRGAN or a SPAN`
  return { kind: 'upscaler', variants: [name], ...(!runs && { refusal }) }
}
