import { familyNames, familyOfTokens } from '../checkpoint/family.ts'
import { openSafetensors, readTensor, type Safetensors } from '../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../errors.ts'
import { rows, type Tensor } from '../tensor/tensor.ts'

/**
 * A textual inversion file: the vectors of one new word (Gal et al. 2022, arXiv:2208.01618).
 *
 * | written by            | tensors                                                          |
 * |-----------------------|------------------------------------------------------------------|
 * | SDXL trainers         | `clip_l` [n, 768] and `clip_g` [n, 1280]                         |
 * | A1111, kohya          | `emb_params` [n, D]; converted .pt files `string_to_param.*`     |
 * | LoRA bundles          | `bundle_emb.NAME.string_to_param.*` or `bundle_emb.NAME.clip_l`  |
 * | diffusers             | one tensor named after the word, [D] or [n, D]                   |
 */

export interface EmbeddingUse {
  /** The text encoder that reads the vectors. */
  readonly part: 'clip_l' | 'clip_g' | 'clip_h'
  /** The width of its token vectors: 768, 1280, 1024. */
  readonly width: number
  /** Which of a bundle's embeddings; all of them where it is not given. */
  readonly bundled?: string
}

const BUNDLED = /^bundle_emb\.(.+)\.(?:string_to_param\.\*|clip_[lgh])$/

/** The embeddings that a LoRA bundles, by the names of its tensors. */
export const bundledNames = (tensors: Iterable<string>): readonly string[] => [
  ...new Set([...tensors].flatMap(name => BUNDLED.exec(name)?.[1] ?? [])),
]

/**
 * Reads the vectors of `embedding:NAME` for one text encoder.
 *
 * @returns n ≥ 1 vectors of `width` values, each in the place of one token
 * @throws CheckpointError `missing-part` when the file holds no tensor, `wrong-family` when its vectors have another width
 */
export async function readEmbedding(path: string, { part, width, bundled }: EmbeddingUse): Promise<Float32Array[]> {
  const file = await openSafetensors(path)
  const tensors = await Promise.all(vectorNames(file, part, bundled).map(name => readTensor(file, name)))
  return tensors.flatMap(tensor => vectors(tensor, path, { part, width }))
}

/** The names of the tensors for `part`, in ComfyUI's order of preference; several only in a bundle. */
function vectorNames(file: Safetensors, part: string, one?: string): string[] {
  const all = [...file.tensors.keys()]
  const names = one === undefined ? all : all.filter(name => BUNDLED.exec(name)?.[1] === one)
  const bundled = (end: string) => names.filter(name => name.startsWith('bundle_emb.') && name.endsWith(end))
  const choices = [
    names.filter(name => name === part),
    bundled('.string_to_param.*'),
    bundled(`.${part}`),
    names.filter(name => name === 'emb_params' || name.startsWith('string_to_param.')).slice(0, 1),
    names.slice(0, 1),
  ]
  const chosen = choices.find(choice => choice.length > 0)
  if (!chosen)
    throw new CheckpointError('missing-part', file.path, `${file.path} does not hold an embedding: it has no tensors`)
  return chosen
}

function vectors(tensor: Tensor, path: string, { part, width }: EmbeddingUse): Float32Array[] {
  const [found = 0] = tensor.dims.slice(-1)
  if (tensor.dims.length > 2 || found !== width)
    throw new CheckpointError(
      'wrong-family',
      path,
      `${path} is not an embedding for this model: its text encoder ${part} takes vectors of ${width} values, ` +
        `the file has [${tensor.dims}]${madeFor(found)}. Use one that was trained for the model's family.`,
    )
  const table = { dims: [tensor.data.length / width, width], data: tensor.data }
  return Array.from({ length: table.dims[0]! }, (_, row) => rows(table, row, row + 1).data)
}

const madeFor = (width: number): string => {
  const family = familyOfTokens(width)
  return family === 'unknown' ? '' : `, as for ${familyNames[family]}`
}
