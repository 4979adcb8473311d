import { type Safetensors, type Tensors, tensorsBelow } from '../files/safetensors.ts'
import { unetTensors } from './unet-keys.ts'

/**
 * How a file stores what steers a UNet by a reference image: a ControlNet; one stored as the difference to a UNet's weights;
 * one stored as low-rank changes of them (Control-LoRA); one network for many kinds of image (union); a T2I-Adapter.
 */
export type ControlForm = 'controlnet' | 'difference' | 'low-rank' | 'union' | 'adapter'

/** The form of a ControlNet or T2I-Adapter, by its keys. */
export function controlForm(tensors: Tensors): ControlForm {
  const any = (...keys: readonly string[]) => keys.some(key => tensors.has(key))
  if (tensors.has('lora_controlnet')) return 'low-rank'
  if ([...tensors.keys()].some(key => /^(adapter\.)?body\.0\./.test(key))) return 'adapter'
  if (tensors.has('difference')) return 'difference'
  return any('control_add_embedding.linear_1.weight', 'task_embedding') ? 'union' : 'controlnet'
}

/** A file's tensors under the names that engine/networks/ uses, whatever names the file uses. */
export function controlTensors(file: Safetensors): Tensors {
  const keys = [...file.tensors.keys()]
  if (controlForm(file.tensors) !== 'adapter') {
    const prefix = keys.some(key => key.startsWith('control_model.')) ? 'control_model.' : ''
    return new Map([...unetTensors(file, prefix)].map(([key, info]) => [controlName(key), info]))
  }
  const tensors = tensorsBelow(file, keys.some(key => key.startsWith('adapter.')) ? 'adapter.' : '')
  if (!keys.some(key => key.includes('.resnets.'))) return tensors
  const rename = tensors.has('body.0.out_conv.weight') ? lightName : fullName
  return new Map([...tensors].map(([key, info]) => [rename(key), info]))
}

/** diffusers' names of the layers that a UNet does not have, and PyTorch's name of an attention's three projections. */
function controlName(key: string): string {
  return key
    .replace(/^controlnet_cond_embedding\.conv_in\./, 'input_hint_block.0.')
    .replace(/^controlnet_cond_embedding\.blocks\.(\d+)\./, (_, i) => `input_hint_block.${2 * Number(i) + 2}.`)
    .replace(/^controlnet_cond_embedding\.conv_out\./, 'input_hint_block.14.')
    .replace(/^controlnet_down_blocks\.(\d+)\./, 'zero_convs.$1.0.')
    .replace(/^controlnet_mid_block\./, 'middle_block_out.0.')
    .replace('.attn.in_proj_', '.attn.in_proj.')
}

/** diffusers numbers a T2I-Adapter's blocks within each level, TencentARC's own files number all blocks, two per level. */
const fullName = (key: string): string =>
  key.replace(
    /^body\.(\d+)\.(?:resnets\.(\d+)\.)?/,
    (_, level, block) => `body.${2 * Number(level) + Number(block ?? 0)}.`,
  )
const lightName = (key: string): string => key.replace('.resnets.', '.body.')
