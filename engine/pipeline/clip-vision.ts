import { z } from 'zod'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import type { Image, Mask } from '../image/image.ts'
import { clipPicture } from '../image/transform/clip-picture.ts'
import { clipVision } from '../networks/clip/clip-vision.ts'
import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { type WeightFile, Weights } from '../onnx/weights.ts'
import { networkWeights, openAs, openFile } from '../recognise/open-file.ts'
import type { SessionRequest } from '../runtime/sessions.ts'
import { rows, stack, type Tensor } from '../tensor/tensor.ts'
import type { StageContext } from './stage.ts'

/** CLIP's vision encoder; an immutable description, like Model. */
export interface ClipVision {
  readonly kind: 'clip-vision'
  readonly file: FileRef
}

/** The results of CLIP's vision encoder. */
export interface ClipVisionOutput {
  /** The last layer's tokens, [N, L, D] */
  readonly last: Tensor
  /** The second to last layer's tokens, [N, L, D] */
  readonly penultimate: Tensor
  /** One vector for each picture, [N, D′] */
  readonly embeds: Tensor
}

/** A picture in place of words, as unCLIP models and SDXL (ReVision) read it. */
export interface PicturePrompt {
  readonly encoded: ClipVisionOutput
  readonly strength: number
  /** 0 follows the picture closely, 1 hardly at all. */
  readonly noise: number
}

/**
 * @param use  what the file was selected for
 * @throws CheckpointError when the file is not that
 */
export async function loadClipVision(
  file: FileRef,
  use: 'CLIP vision model' | 'unCLIP checkpoint' = 'CLIP vision model',
): Promise<ClipVision> {
  await openAs(use, file)
  return { kind: 'clip-vision', file }
}

/**
 * Encodes pictures, one at a time.
 *
 * @param image  [N, H, W, 3 or 4], 0 … 1
 * @param crop   `center` keeps the proportions and crops the longer side, `none` distorts the whole picture
 * @param mask   [1 or N, size, size], multiplies the pictures as the encoder reads them
 */
export async function encodeVision(
  { file }: ClipVision,
  image: Image,
  crop: 'center' | 'none',
  { sessions, signal, progress }: Omit<StageContext, 'notice'>,
  mask?: Mask,
): Promise<ClipVisionOutput> {
  const { header, description } = await openFile(file)
  const weights = networkWeights({ header, description }, 'clipVision')!
  const size = sizeOf(weights)
  const request = visionRequest(file, weights, size, shapeOf(weights, header.metadata.config))
  const results: Readonly<Record<string, Tensor>>[] = []
  for (let i = 0; i < image.dims[0]!; i++) {
    signal.throwIfAborted()
    const x = clipPicture(rows(image, i, i + 1), size, crop)
    results.push(await sessions.run(request, { x: mask ? masked(x, mask, i) : x }))
    progress(i + 1, image.dims[0]!)
  }
  const all = (name: string) => stack(results.map(result => result[name]!))
  return { last: all('last'), penultimate: all('penultimate'), embeds: all('embeds') }
}

/** @param x  [1, 3, size, size] */
function masked({ dims, data }: Tensor, mask: Mask, i: number): Tensor {
  const area = dims[2]! * dims[3]!
  const from = Math.min(i, mask.dims[0]! - 1) * area
  return { dims, data: data.map((value, at) => value * mask.data[from + (at % area)]!) }
}

/** The size of its pictures: the patches along each side follow from the number of positions. */
function sizeOf({ tensors }: WeightFile): number {
  const patch = tensors.get('embeddings.patch_embedding.weight')!.shape[2]!
  const positions = tensors.get('embeddings.position_embedding.weight')!.shape[0]!
  return patch * Math.round(Math.sqrt(positions - 1))
}

const Config = z.object({ num_attention_heads: z.number(), hidden_act: z.string() }).partial()

/** The configuration of the transformers library, where a file has it. */
function readConfig(text: string): z.infer<typeof Config> {
  try {
    return Config.parse(JSON.parse(text))
  } catch {
    // Metadata of another program, which does not describe CLIP.
    return {}
  }
}

/** ViT-B has 12 heads, all larger ones 16. OpenAI's B and L were trained with the approximate GELU. */
function shapeOf({ tensors }: WeightFile, config: string | undefined) {
  const width = tensors.get('embeddings.class_embedding')!.shape[0]!
  const said = config === undefined ? {} : readConfig(config)
  const approximate = said.hidden_act === undefined ? width <= 1024 : said.hidden_act === 'quick_gelu'
  return {
    heads: said.num_attention_heads ?? (width === 768 ? 12 : 16),
    activation: approximate ? ('quickGelu' as const) : ('gelu' as const),
  }
}

function visionRequest(
  { path, fingerprint }: FileRef,
  weights: WeightFile,
  size: number,
  shape: ReturnType<typeof shapeOf>,
): SessionRequest {
  return {
    key: JSON.stringify(['clip-vision', path, fingerprint]),
    label: 'CLIP vision',
    root: path,
    build: dialect => {
      const graph = new Graph('clip-vision', dialect)
      const dims = [1, 3, size, size]
      const outputs = clipVision(new Weights(graph, weights), Value.input(graph, 'x', dims), shape)
      for (const [name, value] of Object.entries(outputs)) (value as Value).output(name)
      return graph
    },
  }
}
