import { diffusersNames } from '../../../../engine/checkpoint/keys/diffusers-names.ts'
import { unets } from '../../../../server/bench/layout/checkpoints.ts'
import { type UnetShape, unetLayers } from '../../../../server/bench/layout/unet.ts'
import { type Layers, renamed } from './layout.ts'

const sdxl: UnetShape = unets.sdxl

/** What tells one Stable Diffusion UNet from another, as ComfyUI's supported_models.py has it. */
export const kinds = {
  sd1: unets.sd15 as UnetShape,
  sd2: { ...unets.sd15, context: 1024, convolutional: false },
  sdxl,
  refiner: {
    widths: [384, 768, 1536, 1536],
    depths: [0, 4, 4, 0],
    middle: 4,
    context: 1280,
    pooled: 2560,
    convolutional: false,
  },
  ssd1b: { ...sdxl, depths: [0, 2, 4], middle: 0 },
  vega: { ...sdxl, depths: [0, 1, 2], middle: 0 },
  koala700m: { ...sdxl, depths: [0, 2, 5], middle: 0, perLevel: 1 },
} as const satisfies Record<string, UnetShape>

/** A UNet under diffusers' names, in which what SD 2 is told beside the prompt is a class. */
export function diffusersUnetLayers(kind: UnetShape): Layers {
  const layers = [...unetLayers(kind)]
  const modules = new Set(layers.map(([name]) => name.replace(/\.\w+$/, '')))
  const names = new Map([...diffusersNames(modules)].map(([diffusers, ldm]) => [ldm, diffusers]))
  const beside = kind.context === 1024 ? 'class_embedding' : 'add_embedding'
  return renamed(layers, name =>
    name
      .replace(/^(.+)\.(\w+)$/, (_, module, end) => `${names.get(module) ?? module}.${end}`)
      .replace('add_embedding', beside),
  )
}
