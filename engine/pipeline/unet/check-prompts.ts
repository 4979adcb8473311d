import { familyOfPrompts } from '../../checkpoint/family.ts'
import { CheckpointError } from '../../errors.ts'
import { type Guider, promptsOf } from './guider.ts'
import type { UnetNetwork } from './unet-network.ts'

const FAMILIES = {
  sd1: 'Stable Diffusion 1.x',
  sd2: 'Stable Diffusion 2.x',
  sdxl: 'SDXL',
  'sdxl-refiner': "SDXL's refiner",
  unknown: 'another model family',
} as const

/** @throws CheckpointError when a prompt was encoded for another family than the model's */
export function checkPrompts(guider: Guider, network: UnetNetwork): void {
  const { file } = guider.model
  const { drawn, avoided } = promptsOf(guider)
  const wanted = network.contextWidth
  const wrong = [...drawn, ...avoided].find(({ embedding }) => wanted !== null && embedding.dims.at(-1) !== wanted)
  if (!wrong || wanted === null) return
  const got = wrong.embedding.dims.at(-1)!
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `the prompt was encoded for ${FAMILIES[familyOfPrompts(got)]} (${got} values a token), and ${file.name} is made for ` +
      `${FAMILIES[familyOfPrompts(wanted)]} (${wanted}): take MODEL and CLIP from the same checkpoint`,
  )
}
