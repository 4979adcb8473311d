import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { RangeInputError } from '../../errors.ts'
import { openAs } from '../../recognise/open-file.ts'
import type { ClipVision } from '../clip-vision.ts'

/** An IP-Adapter; an immutable description, like Model. */
export interface IpAdapter {
  readonly kind: 'ip-adapter'
  readonly file: FileRef
  readonly tensors: Tensors
  /** The picture encoder that was loaded with it. */
  readonly vision?: ClipVision
}

/** What an adapter reads of a picture: the encoder's vector, or the tokens of its second to last layer, D wide. */
export interface PictureInput {
  readonly kind: 'vector' | 'tokens'
  readonly width: number
}

/** @throws CheckpointError when the file is not an IP-Adapter, or one that reads faces */
export async function loadIpAdapter(file: FileRef, vision?: ClipVision): Promise<IpAdapter> {
  const { header } = await openAs('IP-Adapter', file)
  return { kind: 'ip-adapter', file, tensors: header.tensors, ...(vision && { vision }) }
}

export function pictureInput({ tensors }: Pick<IpAdapter, 'tensors'>): PictureInput {
  const widthOf = (key: string) => tensors.get(`image_proj.${key}.weight`)?.shape[1]
  const tokens = widthOf('proj_in') ?? widthOf('proj.0')
  return tokens === undefined ? { kind: 'vector', width: widthOf('proj') ?? 0 } : { kind: 'tokens', width: tokens }
}

/** The encoder that an adapter was trained with: its name and its usual file. */
export function encoderOf({ kind, width }: PictureInput): string {
  const isLarge = kind === 'vector' ? width === 1280 : width === 1664
  return isLarge
    ? 'ViT-bigG (CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors)'
    : 'ViT-H (CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors)'
}

/** @throws RangeInputError when there is no picture encoder */
export function visionFor(adapter: IpAdapter, vision = adapter.vision): ClipVision {
  if (vision) return vision
  throw new RangeInputError(
    `${adapter.file.name} needs the CLIP vision model ${encoderOf(pictureInput(adapter))}: put it into models/clip_vision, load it with Load CLIP Vision and connect clip_vision.`,
  )
}
