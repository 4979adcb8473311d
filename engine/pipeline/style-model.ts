import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { styleTensors } from '../checkpoint/keys/clip-keys.ts'
import { RangeInputError } from '../errors.ts'
import { styleAdapter } from '../networks/clip/style-adapter.ts'
import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { Weights } from '../onnx/weights.ts'
import { openAs, openFile } from '../recognise/open-file.ts'
import type { SessionRequest, Sessions } from '../runtime/sessions.ts'
import { rows, type Tensor } from '../tensor/tensor.ts'
import type { ClipVisionOutput } from './clip-vision.ts'

/** A network that turns a picture into words for the prompt; an immutable description, like Model. */
export interface StyleModel {
  readonly kind: 'style-model'
  readonly file: FileRef
}

/** @throws CheckpointError when the file is not a style model */
export async function loadStyleModel(file: FileRef): Promise<StyleModel> {
  await openAs('style model', file)
  return { kind: 'style-model', file }
}

/**
 * The tokens of pictures, those of each behind the other's.
 *
 * @returns [1, N·T, D]
 * @throws  RangeInputError when the picture was encoded by another CLIP than ViT-L
 */
export async function encodeStyle(
  { file }: StyleModel,
  picture: ClipVisionOutput,
  sessions: Sessions,
): Promise<Tensor> {
  const { header } = await openFile(file)
  const tensors = styleTensors(header)
  const [, length, width] = picture.last.dims as [number, number, number]
  const wanted = tensors.get('style_embedding')!.shape[2]!
  if (width !== wanted)
    throw new RangeInputError(
      `The picture was encoded with tokens ${width} wide, and ${file.name} reads ${wanted}: use the CLIP vision model ViT-L.`,
    )
  const dims = [1, length, width]
  const request: SessionRequest = {
    key: JSON.stringify(['style-model', file.path, file.fingerprint, dims]),
    label: 'style model',
    root: file.path,
    brief: true,
    build: dialect => {
      const graph = new Graph('style-model', dialect)
      styleAdapter(new Weights(graph, { path: header.path, tensors }), Value.input(graph, 'x', dims)).output('tokens')
      return graph
    },
  }
  const each: Tensor[] = []
  for (let i = 0; i < picture.last.dims[0]!; i++)
    each.push((await sessions.run(request, { x: rows(picture.last, i, i + 1) })).tokens!)
  const [, count = 0, out = 0] = each[0]!.dims
  return { dims: [1, count * each.length, out], data: Float32Array.from(each.flatMap(({ data }) => [...data])) }
}
