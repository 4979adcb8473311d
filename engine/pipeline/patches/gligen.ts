import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { RangeInputError } from '../../errors.ts'
import { gatedSelfAttention, groundingTokens } from '../../networks/gligen.ts'
import { Value } from '../../onnx/value.ts'
import { Weights } from '../../onnx/weights.ts'
import { openAs } from '../../recognise/open-file.ts'
import { type Tensor, tensor } from '../../tensor/tensor.ts'
import type { ActivePatch } from './active-patch.ts'

/** Layers for a UNet that put what a text says into a box; an immutable description, like Model. */
export interface Gligen {
  readonly kind: 'gligen'
  readonly file: FileRef
  /** By place and name: `input.1.linear.weight`, `position.linears.0.weight`. */
  readonly tensors: Tensors
}

/** A box of a picture, in latent pixels, and the vector of the text that belongs there, [1, D]. */
export interface GroundedBox {
  readonly words: Tensor
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The boxes of a prompt. */
export interface Grounded {
  readonly gligen: Gligen
  readonly boxes: readonly GroundedBox[]
}

/** @throws CheckpointError when the file does not hold GLIGEN's layers */
export async function loadGligen(file: FileRef): Promise<Gligen> {
  const { header } = await openAs('GLIGEN model', file)
  const named = [...header.tensors].flatMap(([key, info]) => {
    const [, part, number, name] = /(input|middle|output)_blocks?\.(\d+)\..*\.fuser\.(.+)$/.exec(key) ?? []
    if (part !== undefined) return [[`${part}.${part === 'middle' ? 0 : number}.${name}`, info] as const]
    return key.startsWith('position_net.') ? [[key.replace('position_net', 'position'), info] as const] : []
  })
  return { kind: 'gligen', file, tensors: new Map(named) }
}

/** As many as GLIGEN was trained with. */
const MOST = 30

/**
 * The layers of GLIGEN in a UNet (`grounding` in formulas.ts).
 *
 * @param dims  of the latent, [N, C, h, w]
 * @throws RangeInputError for more than 30 boxes
 */
export function groundedPatch({ gligen, boxes }: Grounded, [, , h = 1, w = 1]: readonly number[]): ActivePatch {
  if (boxes.length > MOST)
    throw new RangeInputError(`A prompt has ${boxes.length} boxes for GLIGEN; at most ${MOST} are possible.`)
  const { file } = gligen
  const width = gligen.tensors.get('position.null_positive_feature')!.shape[0]!
  const [words, corners, isBox] = [new Float32Array(MOST * width), new Float32Array(MOST * 64), new Float32Array(MOST)]
  for (const [i, box] of boxes.entries()) {
    words.set(box.words.data, i * width)
    corners.set(sinusoids([box.x / w, box.y / h, (box.x + box.width) / w, (box.y + box.height) / h]), i * 64)
    isBox[i] = 1
  }
  return {
    key: JSON.stringify(['gligen', file.path, file.fingerprint]),
    feeds: {
      'gligen.words': tensor([1, MOST, width], words),
      'gligen.corners': tensor([1, MOST, 64], corners),
      'gligen.isBox': tensor([1, MOST, 1], isBox),
    },
    hooks({ graph }) {
      const named = new Map([...gligen.tensors].map(([key, info]) => [`gligen.${key}`, info]))
      const weights = new Weights(graph, { path: file.path, tensors: named }, undefined, 'gligen')
      const input = (name: string, size: number) => Value.input(graph, `gligen.${name}`, [1, MOST, size])
      const given = { words: input('words', width), corners: input('corners', 64), isBox: input('isBox', 1) }
      const tokens = groundingTokens(weights.at('position'), given)
      const heads = (channels: number) => (width === 768 ? 8 : channels / 64)
      return {
        between(x, { part, number }) {
          const place = weights.at(`${part}.${number}`)
          return place.has('linear') ? gatedSelfAttention(place, x, tokens, heads) : x
        },
      }
    },
  }
}

/** Of each corner 8 frequencies, 100^(i/8): the sines of all four numbers, then their cosines, frequency by frequency. */
const sinusoids = (corners: readonly number[]): number[] =>
  Array.from({ length: 8 }, (_, i) => Math.fround(100 ** (i / 8))).flatMap(f => [
    ...corners.map(c => Math.sin(f * c)),
    ...corners.map(c => Math.cos(f * c)),
  ])
