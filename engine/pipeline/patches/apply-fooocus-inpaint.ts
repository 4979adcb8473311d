import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { CheckpointError, RangeInputError } from '../../errors.ts'
import { openFile } from '../../recognise/open-file.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { rows, stack, type Tensor } from '../../tensor/tensor.ts'
import { applyLora } from '../loras.ts'
import { type Latent, type Model, patched } from '../types.ts'
import { latentFormat } from '../vae/latent-format.ts'

/** The head and the patch of Fooocus, by which a checkpoint for SDXL becomes an inpainting model. */
export interface FooocusPatch {
  readonly head: FileRef
  readonly patch: FileRef
}

/** @throws CheckpointError when the file is not the head */
async function openHead(file: FileRef): Promise<Tensors> {
  const { tensors } = (await openFile(file)).header
  const head = tensors.get('head')
  if (head?.shape.slice(1).join() === '5,3,3') return new Map([['head.weight', head]])
  const found = [...tensors.keys()].slice(0, 3).join(', ') || 'nothing'
  throw new CheckpointError(
    'missing-part',
    file.path,
    `${file.name} is not the head of Fooocus: it has ${found}, and one tensor head of [320, 5, 3, 3] is expected. Choose fooocus_inpaint_head.pth.`,
  )
}

/**
 * Puts head and patch on a model for one latent.
 *
 * @returns the model, and what the user should know
 * @throws  RangeInputError when the latent has no mask; CheckpointError when a file is another one or does not fit
 */
export async function applyFooocusInpaint(
  model: Model,
  { head, patch }: FooocusPatch,
  { samples, noiseMask }: Latent,
): Promise<{ readonly model: Model; readonly notices: readonly string[] }> {
  if (!noiseMask) throw new RangeInputError('The latent has no mask: make it with VAE Encode & Inpaint Conditioning.')
  const tensors = await openHead(head)
  const { description } = await openFile(model.file)
  const { channels } = description.latentNumbers
  if (channels !== 4)
    throw new RangeInputError(
      `Fooocus' head reads latents of 4 channels, and those of ${model.file.name} have ${channels}: use an SDXL checkpoint with 4.`,
    )
  const inScale = latentFormat(model, description.latentNumbers).toModel(samples)
  const seen = withBorder(maskAndLatent(pooled(noiseMask, samples.dims), inScale))
  const { model: changed, notices } = await applyLora({ model }, patch, { model: 1, clip: 0 })
  return { model: patched(changed!, { kind: 'fooocus-inpaint', file: head, tensors, seen }), notices }
}

/** The mask where any of 8 × 8 pixels is set, [N, 1, h, w]. */
function pooled({ dims: [n = 0, , H = 0, W = 0], data }: Tensor, [, , h = 0, w = 0]: readonly number[]): Tensor {
  if (H !== 8 * h || W !== 8 * w)
    throw new RangeInputError(`The mask is ${W}×${H} pixels and the latent ${8 * w}×${8 * h}: they must be equal.`)
  const out = new Float32Array(n * h * w)
  for (let i = 0; i < data.length; i++) {
    const [column, line] = [i % W, Math.floor(i / W)]
    const [row, picture] = [line % H, Math.floor(line / H)]
    const at = (picture * h + (row >> 3)) * w + (column >> 3)
    out[at] = Math.max(out[at]!, roundHalfEven(data[i]!))
  }
  return { dims: [n, 1, h, w], data: out }
}

/** [N, 1, h, w] and [N, 4, h, w] → [N, 5, h, w]; one mask counts for all. */
function maskAndLatent(mask: Tensor, latent: Tensor): Tensor {
  const [n = 0, channels = 0, h = 0, w = 0] = latent.dims
  const one = (i: number) => {
    const at = Math.min(i, mask.dims[0]! - 1)
    const data = Float32Array.from([...rows(mask, at, at + 1).data, ...rows(latent, i, i + 1).data])
    return { dims: [1, channels + 1, h, w], data }
  }
  return stack(Array.from({ length: n }, (_, i) => one(i)))
}

/** One more pixel on each side, the same as the one beside it. */
function withBorder({ dims: [n = 0, c = 0, h = 0, w = 0], data }: Tensor): Tensor {
  const inside = (at: number, length: number) => Math.min(Math.max(at - 1, 0), length - 1)
  const out = new Float32Array(n * c * (h + 2) * (w + 2)).map((_, i) => {
    const [x, line] = [i % (w + 2), Math.floor(i / (w + 2))]
    const [y, plane] = [line % (h + 2), Math.floor(line / (h + 2))]
    return data[(plane * h + inside(y, h)) * w + inside(x, w)]!
  })
  return { dims: [n, c, h + 2, w + 2], data: out }
}
