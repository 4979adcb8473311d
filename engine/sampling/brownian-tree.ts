/**
 * Brownian motion W(σ), evaluated between any two points in any order, with one result for a seed: the *virtual Brownian
 * tree* of Li et al. 2020, arXiv:2001.01328, section 4, as torchsde 0.2.6 (BrownianTree) builds it.
 *
 * The interval is halved until both points are ends of pieces. A piece of increment W and length h, cut into
 * lengths l and r, gets
 *
 *   W_left = (l/h)·W + √(l·r/h)·z,   W_right = W − W_left,   z ~ N(0, I) from the piece's own seed
 */
import { torchGenerator } from '../tensor/random/random.ts'
import { map, mix, type Tensor, zeros } from '../tensor/tensor.ts'
import type { Noise } from './sampler.ts'
import { seedSequence } from './seed-sequence.ts'

const { abs, fround, max, min, sqrt } = Math

const POOL_SIZE = 24

/** A schedule point is about 24 halvings deep, a step has two: enough for the last few steps. */
const PIECES_KEPT = 64

/** Points are rounded to 6 decimals. */
const round6 = (x: number): number => Number(x.toFixed(6))

// Every operation rounds to float32, as in torchsde: a short step divides small differences by a small root.
const times = (weight: number, x: Tensor): Tensor => mix([fround(weight), x])
const plus = (a: Tensor, b: Tensor): Tensor => mix([1, a], [1, b])

interface Piece {
  readonly start: number
  readonly end: number
  /** Of the left child 2k, of the right child 2k + 1. With `depth` it is the place in the tree, which gives the seed. */
  readonly key: number
  readonly depth: number
  readonly w: Tensor
  children?: readonly [Piece, Piece]
}

/**
 * W(b) − W(a) on [t0, t1] for a ≤ b, each value ~ N(0, b − a).
 *
 * Points outside the interval are moved to its ends.
 */
function brownianTree(dims: readonly number[], t0: number, t1: number, seed: bigint) {
  const normals = (spawnKey: readonly number[]) => {
    const [pieceSeed] = seedSequence(seed, spawnKey, { poolSize: POOL_SIZE, count: 1 })
    return torchGenerator(BigInt(pieceSeed!)).randn(dims)
  }
  const rootW = times(sqrt(t1 - t0), normals([]))
  const root: Piece = { start: round6(t0), end: round6(t1), key: 0, depth: 0, w: rootW }

  const halve = (piece: Piece): readonly [Piece, Piece] => {
    const { start, end, key, depth, w } = piece
    const middle = round6(0.5 * (start + end))
    const [l, r, h] = [middle - start, end - middle, end - start]
    const left = plus(times(1 / h, times(l, w)), times(sqrt((l * r) / h), normals([key, depth])))
    return [
      { start, end: middle, key: 2 * key, depth: depth + 1, w: left },
      { start: middle, end, key: 2 * key + 1, depth: depth + 1, w: plus(w, times(-1, left)) },
    ]
  }

  // A piece that was dropped is made again with the same values: its seed is its place in the tree.
  const halved = new Set<Piece>()
  const keep = (piece: Piece) => {
    halved.delete(piece)
    halved.add(piece)
    const [oldest] = halved
    if (halved.size <= PIECES_KEPT) return
    halved.delete(oldest!)
    delete oldest!.children
  }

  const piecesOf = (piece: Piece, a: number, b: number): Tensor[] => {
    if (a >= b) return []
    if (a === piece.start && b === piece.end) return [piece.w]
    const [left, right] = (piece.children ??= halve(piece))
    keep(piece)
    return [...piecesOf(left, a, min(b, left.end)), ...piecesOf(right, max(a, right.start), b)]
  }

  return (a: number, b: number): Tensor => {
    const clamp = (t: number) => round6(min(max(t, root.start), root.end))
    const [first, ...rest] = piecesOf(root, clamp(a), clamp(b))
    if (!first) return zeros(dims)
    return rest.reduce(plus, first)
  }
}

/**
 * The noise of the SDE samplers: (W(σ′) − W(σ)) / √|σ′ − σ|, so that steps that overlap share their randomness and
 * halving the step refines the same path.
 *
 * @param sigmas  the schedule; its largest and its smallest positive value bound the tree
 */
export function brownianNoise(dims: readonly number[], sigmas: Float32Array, seed: bigint): Noise {
  const tree = brownianTree(dims, min(...sigmas.filter(s => s > 0)), max(...sigmas), seed)
  return (sigma, sigmaNext) => {
    const sign = sigma < sigmaNext ? 1 : -1
    const rootOfStep = fround(sqrt(abs(fround(sigmaNext) - fround(sigma))))
    const w = tree(min(sigma, sigmaNext), max(sigma, sigmaNext))
    return map(w, value => (sign * value) / rootOfStep)
  }
}
