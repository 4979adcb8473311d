import { familyNames } from '../../checkpoint/family.ts'
import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import { controlForm, controlTensors } from '../../checkpoint/keys/control-keys.ts'
import { CheckpointError } from '../../errors.ts'
import { type OpenFile, openFile } from '../../recognise/open-file.ts'
import type { ControlNet } from '../types.ts'
import type { promptsOf } from '../unet/guider.ts'
import type { UnetNetwork } from '../unet/unet-network.ts'
import { changeMisfit, factorsOf } from './changes.ts'
import { channelsByPlace, contextWidthOf, latentChannelsOf, pooledWidthOf, residualDims } from './shape.ts'

/** @throws CheckpointError as `checkFits`, for the ControlNets of all prompts */
export async function checkControls(prompts: ReturnType<typeof promptsOf>, unet: UnetNetwork): Promise<void> {
  const uses = [...prompts.drawn, ...prompts.avoided].flatMap(({ controls = [] }) => controls)
  for (const control of new Set(uses.map(use => use.control))) await checkFits(control, unet)
}

/**
 * @throws CheckpointError, naming both files, when the ControlNet was made for another model: another family, other prompts or
 *         other layers
 */
export async function checkFits({ file }: ControlNet, unet: UnetNetwork): Promise<void> {
  const [net, model] = [await openFile(file), await openFile(unet.parts.file)]
  const why = familyMisfit(net, model) ?? inputMisfit(net, unet) ?? placeMisfit(net, unet) ?? factorMisfit(net, unet)
  if (why !== undefined) throw doesNotFit(file, unet.parts.file, why)
}

export const doesNotFit = (file: FileRef, model: FileRef, why: string): CheckpointError =>
  new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} does not fit ${model.name}: ${why}. Choose a ControlNet for the model's family`,
  )

/** A T2I-Adapter for SD 1.x also fits SD 2.x. */
function familyMisfit(net: OpenFile, model: OpenFile): string | undefined {
  const families = [net.description.family, model.description.family] as const
  if (families[0] === families[1] || families.includes('unknown')) return undefined
  const isAdapter = controlForm(net.header.tensors) === 'adapter'
  if (isAdapter && families.every(family => family === 'sd1' || family === 'sd2')) return undefined
  return `it was made for ${familyNames[families[0]]}, and the model is ${familyNames[families[1]]}`
}

function inputMisfit({ header }: OpenFile, unet: UnetNetwork): string | undefined {
  if (controlForm(header.tensors) === 'adapter') return undefined
  const channels = latentChannelsOf(controlTensors(header))
  if (channels !== undefined && channels !== unet.latents.channels)
    return `it reads latents of ${channels} channels, and the model's have ${unet.latents.channels}`
  const [width, pooled] = [contextWidthOf(header), pooledWidthOf(controlTensors(header))]
  if (width !== undefined && unet.contextWidth !== null && width !== unet.contextWidth)
    return `it reads prompts of ${width} values per token, and the model reads ${unet.contextWidth}`
  if (pooled === unet.pooledWidth) return undefined
  return `it reads ${pooled ?? 'no'} values beside the prompt, and the model reads ${unet.pooledWidth ?? 'none'}`
}

function placeMisfit({ header }: OpenFile, { parts }: UnetNetwork): string | undefined {
  const form = controlForm(header.tensors)
  const there = residualDims(parts.weights.tensors, [1, 4, 8, 8])
  const added = channelsByPlace(form, controlTensors(header))
  const wrong = [...added].filter(([place, channels]) => there.get(place)?.[1] !== channels)
  const [first] = wrong
  if (first)
    return `${wrong.length} of its results do not fit the model, for example the one for ${first[0]} (${first[1]} channels)`
  const [results, skips] = [[...added.keys()], [...there.keys()]].map(
    places => places.filter(place => place.startsWith('skip.')).length,
  )
  return form === 'adapter' || results === skips
    ? undefined
    : `it has ${results} encoder blocks, and the model has ${skips}`
}

const factorMisfit = ({ header }: OpenFile, { parts }: UnetNetwork): string | undefined =>
  controlForm(header.tensors) === 'low-rank'
    ? changeMisfit(factorsOf(controlTensors(header)), parts.weights.tensors)
    : undefined
