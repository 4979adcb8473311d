import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import type { Image } from '../../image/image.ts'
import { pythonGenerator } from '../../tensor/random/python.ts'
import { rows, stack } from '../../tensor/tensor.ts'
import { parseDecimal } from '../../text/decimal.ts'

/** Weights of an IP-Adapter for the images of a batch, which fade from picture to picture: IPAdapterWeights. */
export interface WeightsStrategy {
  /** `1.0, 0.0`, separated by commas or lines. */
  readonly weights: string
  readonly timing: WeightTiming
  /** Images for each picture. */
  readonly frames: number
  readonly start_frame: number
  readonly end_frame: number
  readonly add_starting_frames: number
  readonly add_ending_frames: number
  readonly method: CrossFade
  /** The pictures of the node that made it. */
  readonly frame_count: number
}

export const weightTimings = ['custom', 'linear', 'ease_in_out', 'ease_in', 'ease_out', 'random'] as const
type WeightTiming = (typeof weightTimings)[number]
export const crossFades = ['full batch', 'shift batches', 'alternate batches'] as const
type CrossFade = (typeof crossFades)[number]

export const frameWeightsFormula: Formula = {
  lines: [
    'w = first + (last − first)·f(s),  s from 0 to 1 between start_frame and end_frame',
    'linear: f = s,  ease_in_out: f = (1 − cos πs)/2,  ease_in: f = sin(πs/2),  ease_out: f = 1 − cos(πs/2)',
  ],
  source: 'github.com/cubiq/ComfyUI_IPAdapter_plus, IPAdapterWeights',
}

/** What the weights are while one picture is shown. @throws RangeInputError when a part is not a number */
function curveOf({ weights, timing, ...strategy }: WeightsStrategy): number[] {
  const given = parseWeights(weights)
  if (timing === 'custom') return given.length > 0 ? given : [0]
  const frames = Math.max(strategy.frames, 2)
  const [first, last] = [given[0] ?? 0, given.at(-1) ?? 1]
  const end = Math.min(strategy.end_frame, frames)
  const count = Math.max(0, end - strategy.start_frame)
  const random = pythonGenerator(0)
  const shareOf = (i: number): number => {
    const s = count > 1 ? i / (count - 1) : 0
    if (timing === 'linear') return s
    if (timing === 'ease_in_out') return (1 - Math.cos(s * Math.PI)) / 2
    if (timing === 'ease_in') return Math.sin((s * Math.PI) / 2)
    if (timing === 'ease_out') return 1 - Math.cos((s * Math.PI) / 2)
    return random.below(2 ** 24) / 2 ** 24
  }
  const before = Array<number>(strategy.start_frame).fill(first)
  const between = Array.from({ length: count }, (_, i) => first + (last - first) * shareOf(i))
  const all = [...before, ...between]
  if (timing !== 'random' && all.length > 0) all[all.length - 1] = last
  return [...all, ...Array<number>(Math.max(0, frames - end)).fill(last)]
}

function parseWeights(text: string): number[] {
  return text
    .split(/[,\n]/)
    .filter(part => part.trim() !== '')
    .map(part => {
      const weight = parseDecimal(part)
      if (typeof weight === 'number') return weight
      throw new RangeInputError(`weights: expected numbers as in 1.0, 0.0, got "${part.trim().slice(0, 60)}".`)
    })
}

/** The weight of each image, and the pictures that it is like: two where one fades into the next. */
export interface FrameWeights {
  readonly weights: readonly number[]
  readonly first?: Image
  readonly second?: Image
}

/** @param image  [M, H, W, 3 or 4]; without pictures the weights of one */
export function frameWeights(strategy: WeightsStrategy, image: Image | undefined): FrameWeights {
  const curve = curveOf(strategy)
  if (!image) return { weights: curve }
  const fade = fadeOf(strategy.method, curve, image.dims[0]!)
  const { add_starting_frames: before, add_ending_frames: after } = strategy
  const around = <T>(all: readonly T[], start: T, end: T) => [
    ...Array<T>(before).fill(start),
    ...all,
    ...Array<T>(after).fill(end),
  ]
  const shown = (pictures: readonly number[]) => {
    const long = pictures.flatMap(at => Array<number>(curve.length).fill(at))
    return stack(around(long, 0, image.dims[0]! - 1).map(at => rows(image, at, at + 1)))
  }
  return {
    weights: around(fade.weights, fade.weights[0]!, fade.weights.at(-1)!),
    first: shown(fade.first),
    ...(fade.second && { second: shown(fade.second) }),
  }
}

interface Fade {
  readonly weights: readonly number[]
  /** Numbers of pictures. */
  readonly first: readonly number[]
  readonly second?: readonly number[]
}

function fadeOf(method: CrossFade, curve: readonly number[], count: number): Fade {
  const numbers = Array.from({ length: count }, (_, i) => i)
  const times = (n: number, list: readonly number[]) => Array.from({ length: n }, () => list).flat()
  if (method === 'full batch') return { weights: times(count, curve), first: numbers }
  if (count < 2)
    throw new RangeInputError(`${method} fades from one picture to the next: connect two pictures or more.`)
  if (method === 'shift batches')
    return { weights: times(count - 1, curve), first: numbers.slice(0, -1), second: numbers.slice(1) }
  // Even pictures and odd ones take turns: each stays while the other changes, and the weights go back and forth.
  const twice = (rest: number) => numbers.filter(i => i % 2 === rest).flatMap(i => [i, i])
  const first = twice(0).slice(1)
  const second = twice(1)
  const [least, most] = [Math.min(...curve), Math.max(...curve)]
  const both = [...curve, ...curve.map(w => most - (w - least))]
  const weights = times(Math.floor(first.length / 2), both)
  return count % 2 === 1
    ? { weights, first: first.slice(0, -1), second }
    : { weights: [...weights, ...curve], first, second: second.slice(0, -1) }
}

/** `"0": "a cat",` and so on, a line for each picture: the prompts of a batch by their first image. */
export function promptSchedule({ frames, frame_count: count, ...strategy }: WeightsStrategy, text: string): string {
  const prompts = text.split('\n').filter(line => line.trim() !== '')
  if (prompts.length === 0 || count === 0) return ''
  const { add_starting_frames: before, add_ending_frames: after } = strategy
  const promptOf = (i: number) => prompts[Math.min(i, prompts.length - 1)]
  const line = (frame: number, i: number) => `"${frame}": "${promptOf(i)}",\n`
  return [
    ...(before > 0 ? [line(0, 0)] : []),
    ...Array.from({ length: count }, (_, i) => line(i * frames + before, i)),
    ...(after > 0 ? [line(count * frames + before, count - 1)] : []),
  ].join('')
}
