import { type Safetensors, type Tensors, tensorsBelow } from '../files/safetensors.ts'
import { ENDS, RES_BLOCK } from './diffusers-names.ts'

/**
 * A UNet's tensors under CompVis' names (`input_blocks.4.1.proj_in.weight`), whether the file uses those or diffusers'
 * (`down_blocks.1.attentions.0.proj_in.weight`).
 *
 * @param prefix  what the UNet's keys start with in this file; empty for a UNet alone
 */
export function unetTensors(file: Safetensors, prefix: string): Tensors {
  const own = tensorsBelow(file, prefix)
  if (!own.has('conv_in.weight')) return own
  const rename = ldmNames(new Set(own.keys()))
  return new Map([...own].map(([key, info]) => [rename(key), info]))
}

/** A function from diffusers' keys to CompVis' keys for one network: block numbers depend on the res blocks per level. */
function ldmNames(keys: ReadonlySet<string>): (key: string) => string {
  let perLevel = 0
  while (keys.has(`down_blocks.0.resnets.${perLevel}.conv1.weight`)) perLevel++
  return key => {
    const dot = key.lastIndexOf('.')
    return moduleName(key.slice(0, dot), perLevel, keys) + key.slice(dot)
  }
}

function moduleName(module: string, perLevel: number, keys: ReadonlySet<string>): string {
  const [, side, block, part, index, inner] = /^(\w+?)_blocks?(?:\.(\d+))?\.(\w+)\.(\d+)\.(.+)$/.exec(module) ?? []
  if (side === undefined) return ENDS.find(([, diffusers]) => diffusers === module)?.[0] ?? module
  const name = RES_BLOCK.find(([, diffusers]) => part === 'resnets' && diffusers === inner)?.[0] ?? inner!
  const [level, i] = [Number(block), Number(index)]
  if (side === 'mid') return `middle_block.${part === 'attentions' ? 1 : 2 * i}.${name}`
  if (part === 'downsamplers') return `input_blocks.${(perLevel + 1) * (level + 1)}.0.op`
  if (part === 'upsamplers') {
    const attends = [...keys].some(key => key.startsWith(`up_blocks.${level}.attentions.`))
    return `output_blocks.${(perLevel + 1) * level + perLevel}.${attends ? 2 : 1}.conv`
  }
  const number = side === 'down' ? 1 + (perLevel + 1) * level + i : (perLevel + 1) * level + i
  return `${side === 'down' ? 'input' : 'output'}_blocks.${number}.${part === 'resnets' ? 0 : 1}.${name}`
}
