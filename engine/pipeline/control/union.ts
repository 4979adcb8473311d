import { controlForm, controlTensors } from '../../checkpoint/keys/control-keys.ts'
import { RangeInputError } from '../../errors.ts'
import { openFile } from '../../recognise/open-file.ts'
import { type Tensor, tensor } from '../../tensor/tensor.ts'
import type { ControlNet } from '../types.ts'
import { sinusoids } from '../unet/size-conditioning.ts'
import { type PictureKind, pictureKinds } from './picture-kinds.ts'

/**
 * Sets the kind of reference image for a union of ControlNets; other ControlNets stay unchanged.
 *
 * @throws RangeInputError when the file was not trained on that kind
 */
export async function setPictureKind(control: ControlNet, kind: PictureKind | 'auto'): Promise<ControlNet> {
  const { pictureKind: _, ...plain } = control
  const { header } = await openFile(control.file)
  if (kind === 'auto' || controlForm(header.tensors) !== 'union') return plain
  const known = pictureKinds.slice(0, kindsOf(controlTensors(header)))
  if (known.includes(kind)) return { ...plain, pictureKind: kind }
  throw new RangeInputError(
    `${control.file.name} was not trained on ${kind} images, only on ${known.join(', ')}: choose one of these, or the ProMax version of the file`,
  )
}

/** The number of image kinds of a union. */
export const kindsOf = (tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>): number =>
  tensors.get('task_embedding')?.shape[0] ?? 0

/** The `kind` input of a step: the sinusoids of 1 for this kind and of 0 for every other kind, [1, 256·kinds]. */
export function kindFeed(kind: PictureKind | undefined, kinds: number): Tensor {
  const parts = pictureKinds.slice(0, kinds).map(each => sinusoids(each === kind ? 1 : 0))
  const data = Float32Array.from(parts.flatMap(part => [...part]))
  return tensor([1, data.length], data)
}
