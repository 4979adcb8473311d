import { type ControlForm, controlForm, controlTensors } from '../../checkpoint/control-keys.ts'
import type { Family } from '../../checkpoint/description.ts'
import { familyNames } from '../../checkpoint/kind-names.ts'
import type { Safetensors, TensorInfo } from '../../checkpoint/safetensors.ts'
import { CheckpointError } from '../../errors.ts'
import { adapterForm } from '../../networks/t2i-adapter.ts'
import type { promptsOf } from '../guider.ts'
import { openFile } from '../headers.ts'
import { residualDims } from '../residual-dims.ts'
import type { ControlNet } from '../types.ts'
import type { UnetNetwork } from '../unet-network.ts'

type Tensors = ReadonlyMap<string, TensorInfo>
type Prompts = ReturnType<typeof promptsOf>

/** D of the prompts that a control net reads; nothing where it reads none. */
export function contextWidthOf(file: Safetensors): number | undefined {
  const reader = [...controlTensors(file)].find(([key]) => /attn2\.to_k\.(weight|down)$/.test(key))
  return reader?.[1].shape[1]
}

/** How many channels a control net has for each place in the UNet. */
export function channelsByPlace(form: ControlForm, tensors: Tensors): ReadonlyMap<string, number> {
  const out = (layer: string) => tensors.get(`${layer}.weight`)?.shape[0]
  if (form === 'adapter') {
    const last = (i: number) => out(`body.${i}.out_conv`) ?? out(`body.${2 * i + 1}.block2`) ?? 0
    return new Map(adapterForm(firstChannels(tensors)).places.map((place, i) => [place, last(i)]))
  }
  const places = new Map<string, number>()
  for (let i = 0; ; i++) {
    const channels = out(`zero_convs.${i}.0`)
    if (channels === undefined) return places.set('middle', out('middle_block_out.0') ?? 0)
    places.set(`skip.${i}`, channels)
  }
}

/** How many values of the picture, after unshuffling, the first layer takes. */
export const firstChannels = (tensors: Tensors): number =>
  FIRST_LAYERS.map(key => tensors.get(key)?.shape[1]).find(channels => channels !== undefined) ?? 3
const FIRST_LAYERS = ['input_hint_block.0.weight', 'conv_in.weight', 'body.0.in_conv.weight']

/**
 * @throws CheckpointError when the net was made for another model than this: another family, other channels, other prompts
 */
export async function checkFits({ file }: ControlNet, { parts, ...unet }: UnetNetwork): Promise<void> {
  const [{ header, description }, model] = [await openFile(file), await openFile(parts.file)]
  const tensors = controlTensors(header)
  const form = controlForm(header.tensors)
  const refuse = (why: string) =>
    new CheckpointError(
      'wrong-family',
      file.path,
      `${file.name} does not fit ${parts.file.name}: ${why}. Choose one that was made for the model's family`,
    )
  const families = [description.family, model.description.family] as const
  if (!families.includes('unknown') && families[0] !== families[1] && !isSameShape(form, families))
    throw refuse(`it was made for ${familyNames[families[0]]}, and that is ${familyNames[families[1]]}`)
  const width = contextWidthOf(header)
  if (width !== undefined && unet.contextWidth !== null && width !== unet.contextWidth)
    throw refuse(`it reads prompts of ${width} values a token, and that model's have ${unet.contextWidth}`)
  const pooled = tensors.get('label_emb.0.0.weight')?.shape[1] ?? tensors.get('label_emb.0.0.down')?.shape[1]
  if (form !== 'adapter' && pooled !== unet.pooledWidth)
    throw refuse(`it takes ${pooled ?? 'no'} values beside the prompt, and that model ${unet.pooledWidth ?? 'none'}`)
  const places = residualDims(parts.weights.tensors, [1, 4, 8, 8])
  const wrong = [...channelsByPlace(form, tensors)].filter(([place, channels]) => places.get(place)?.[1] !== channels)
  const [first] = wrong
  if (first)
    throw refuse(
      `${wrong.length} of its results have no place there, as the one for ${first[0]} (${first[1]} channels)`,
    )
  const skips = [...places.keys()].filter(place => place.startsWith('skip.')).length
  const results = channelsByPlace(form, tensors).size - 1
  if (form !== 'adapter' && results !== skips)
    throw refuse(`it has ${results} encoder blocks, and that model has ${skips}`)
}

/** A T2I-Adapter for SD 1.x has what SD 2.x needs too. */
const isSameShape = (form: ControlForm, families: readonly Family[]): boolean =>
  form === 'adapter' && families.every(family => family === 'sd1' || family === 'sd2')

/** @throws CheckpointError as `checkFits` does, for the control nets of all prompts */
export async function checkControls({ drawn, avoided }: Prompts, unet: UnetNetwork): Promise<void> {
  const prompts = [...drawn, ...avoided]
  for (const control of new Set(prompts.flatMap(({ controls = [] }) => controls.map(use => use.control))))
    await checkFits(control, unet)
}
